import type { TraceColumns } from '@/lib/domain/traces/build-trace-columns'
import { sizesOf } from '@/lib/domain/traces/sizes-of'

/**
 * Columns of a trace as text: small once it is compressed, and one value for React to carry instead of 400,000.
 * What one column holds is written as its lowest digits to the base of 64, then the next digits of all, and so on: digits
 * of one kind side by side compress to hardly more than what they tell. Starts are differences to the one before.
 */
export type PackedColumns = {
  /** Of all spans, or of the first of them (firstIds). */
  ids: string[]
  words: string[]
  totalUs: number
  count: number
  columns: Record<(typeof PACKED)[number], string>
}

const PACKED = ['name', 'note', 'service', 'startUs', 'durationUs', 'depth', 'flags'] as const
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const BASE = DIGITS.length
/** More than X-Ray's own traces have: those come with all of their IDs. */
export const IDS_AT_ONCE = 1_000

export function packTraceColumns(columns: TraceColumns): PackedColumns {
  const { ids, words, totalUs, startUs, size, ...rest } = columns
  const steps = startUs.map((start, index) => zigzag(start - (startUs[index - 1] ?? 0)))
  const durations = rest.durationUs.map((duration) => duration + 1)
  const { name, note, service, depth, flags } = rest
  return {
    ids,
    words,
    totalUs,
    count: size.length,
    columns: {
      name: digitsOf(name),
      note: digitsOf(note),
      service: digitsOf(service),
      startUs: digitsOf(steps),
      durationUs: digitsOf(durations),
      depth: digitsOf(depth),
      flags: digitsOf(flags),
    },
  }
}

/** The columns with the IDs of the first spans: those of the others are asked for when they are needed. */
export function firstIds(packed: PackedColumns): PackedColumns {
  return { ...packed, ids: packed.ids.slice(0, IDS_AT_ONCE) }
}

/** The first spans alone, as many as come with their IDs; the same where there are no more. */
export function firstColumns(packed: PackedColumns): PackedColumns {
  const { count, columns } = packed
  if (count <= IDS_AT_ONCE) return packed
  const first = (digits: string) => {
    let planes = ''
    for (let from = 0; from < digits.length; from += count) planes += digits.slice(from, from + IDS_AT_ONCE)
    return planes
  }
  return {
    ...firstIds(packed),
    count: IDS_AT_ONCE,
    columns: {
      name: first(columns.name),
      note: first(columns.note),
      service: first(columns.service),
      startUs: first(columns.startUs),
      durationUs: first(columns.durationUs),
      depth: first(columns.depth),
      flags: first(columns.flags),
    },
  }
}

/** What packTraceColumns packed. */
export function unpackTraceColumns({ ids, words, totalUs, count, columns }: PackedColumns): TraceColumns {
  const read = (column: (typeof PACKED)[number]) => valuesOf(columns[column], count)
  const startUs = read('startUs')
  let start = 0
  for (let index = 0; index < count; index += 1) {
    const step = startUs[index] ?? 0
    start += step % 2 === 0 ? step / 2 : -(step + 1) / 2
    startUs[index] = start
  }
  const durationUs = read('durationUs')
  for (let index = 0; index < count; index += 1) durationUs[index] = (durationUs[index] ?? 0) - 1
  const depth = read('depth')
  const [name, note, service, flags] = [read('name'), read('note'), read('service'), read('flags')]
  return { ids, words, totalUs, name, note, service, startUs, durationUs, depth, size: sizesOf(depth), flags }
}

/** Two of the columns, for who needs no more of a long trace. */
export function unpackFlagsAndDurations({ count, columns }: PackedColumns): Pick<TraceColumns, 'flags' | 'durationUs'> {
  return {
    flags: valuesOf(columns.flags, count),
    durationUs: valuesOf(columns.durationUs, count).map((one) => one - 1),
  }
}

function zigzag(value: number): number {
  return value < 0 ? -value * 2 - 1 : value * 2
}

function digitsOf(values: readonly number[]): string {
  const most = values.reduce((a, b) => Math.max(a, b), 0)
  const planes: string[] = []
  for (let unit = 1; unit === 1 || unit <= most; unit *= BASE) planes.push(planeOf(values, unit))
  return planes.join('')
}

function planeOf(values: readonly number[], unit: number): string {
  const codes = new Uint8Array(values.length)
  for (let index = 0; index < values.length; index += 1) {
    codes[index] = DIGITS.charCodeAt(Math.floor((values[index] ?? 0) / unit) % BASE)
  }
  return new TextDecoder('ascii').decode(codes)
}

function valuesOf(digits: string, count: number): number[] {
  // An array literal that grows stays what engines pack as small whole numbers.
  const values: number[] = []
  for (let index = 0; index < count; index += 1) values.push(DIGIT[digits.charCodeAt(index)] ?? 0)
  for (let plane = 1, unit = BASE; plane * count < digits.length; plane += 1, unit *= BASE) {
    for (let index = 0; index < count; index += 1) {
      const digit = DIGIT[digits.charCodeAt(plane * count + index)] ?? 0
      if (digit > 0) values[index] = (values[index] ?? 0) + digit * unit
    }
  }
  return values
}

const DIGIT: readonly number[] = Array.from({ length: 128 }, (_, code) =>
  Math.max(0, DIGITS.indexOf(String.fromCharCode(code))),
)
