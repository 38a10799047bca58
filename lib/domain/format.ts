/** What stands where a value is not known: never 0. */
const ABSENT = '—'

type Value = number | null | undefined

function isKnown(value: Value): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

/** At most three significant digits, without trailing zeros and without an exponent. */
function digits(value: number): string {
  const rounded = Number(value.toPrecision(3))
  if (rounded === 0) return '0'
  const size = Math.abs(rounded)
  if (size >= 1e-6 && size < 1e21) return String(rounded)
  return size < 1e-6 ? rounded.toFixed(20).replace(/0+$/, '') : rounded.toPrecision(3)
}

/** The number with the largest unit that leaves at least 1 of it after rounding; `base` is the step between units. */
function scaled(value: number, units: readonly string[], base: number): string {
  let rest = value
  let unit = 0
  while (unit < units.length - 1 && Math.abs(Number(rest.toPrecision(3))) >= base) {
    rest /= base
    unit += 1
  }
  return `${digits(rest)} ${units[unit] ?? ''}`.trimEnd()
}

const LONG_UNITS: readonly [string, number][] = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
]

/** Two units at most, the larger first: 2 min 10 s. */
function longDuration(seconds: number): string {
  const at = LONG_UNITS.findIndex(([, size]) => seconds >= size)
  const [unit = 's', size = 1] = LONG_UNITS[at] ?? []
  const [smallUnit, smallSize] = LONG_UNITS[at + 1] ?? ['s', 1]
  const count = Math.round(seconds / smallSize)
  const perLarge = size / smallSize
  const rest = count % perLarge
  const large = `${Math.floor(count / perLarge)} ${unit}`
  return rest === 0 ? large : `${large} ${rest} ${smallUnit}`
}

/** Milliseconds as a reader says them: 3.4 ms, 812 ms, 1.24 s, 2 min 10 s. */
export function formatDuration(ms: Value): string {
  if (!isKnown(ms)) return ABSENT
  if (Math.abs(Number(ms.toPrecision(3))) < 1000) return `${digits(ms)} ms`
  const seconds = Number((ms / 1000).toPrecision(3))
  if (Math.abs(seconds) < 60) return `${digits(seconds)} s`
  const long = longDuration(Math.round(Math.abs(ms) / 1000))
  return ms < 0 ? `-${long}` : long
}

/** A count: 812, 3.4 k, 12.1 M. */
export function formatCount(count: Value): string {
  return isKnown(count) ? scaled(count, ['', 'k', 'M', 'B', 'T'], 1000) : ABSENT
}

/** Bytes in AWS's units, which step by 1,024: 512 B, 1.5 KB, 128 MB. */
export function formatBytes(bytes: Value): string {
  return isKnown(bytes) ? scaled(bytes, ['B', 'KB', 'MB', 'GB', 'TB', 'PB'], 1024) : ABSENT
}

/** Memory in megabytes, as Lambda counts and AWS's console shows it: 128 MB, 1769 MB. Rounding would name another size. */
export function formatMemory(memoryMb: Value): string {
  return isKnown(memoryMb) ? `${Math.round(memoryMb)} MB` : ABSENT
}

/** US dollars: $0.42, $0.0031, $12.3, $1.23 k. */
export function formatUsd(usd: Value): string {
  if (!isKnown(usd)) return ABSENT
  const sign = usd < 0 ? '-' : ''
  const size = Math.abs(usd)
  if (size === 0) return '$0'
  if (size < 0.01) return `${sign}$${digits(Number(size.toPrecision(2)))}`
  if (size < 9.995) return `${sign}$${size.toFixed(2)}`
  return `${sign}$${scaled(size, ['', 'k', 'M', 'B'], 1000)}`
}

/** A change of a bill: +$1.20, -$0.40. */
export function formatSignedUsd(usd: number): string {
  return usd > 0 ? `+${formatUsd(usd)}` : formatUsd(usd)
}

/** A share between 0 and 1 in percent: 0.31 %. Only the whole is 100 %, and only nothing is 0 %. */
export function formatPercent(share: Value): string {
  if (!isKnown(share)) return ABSENT
  if (share > 0 && share < 0.00001) return '< 0.001 %'
  const percent = share * 100
  if (percent < 100 && Number(percent.toPrecision(3)) >= 100) return '99.9 %'
  return `${digits(percent)} %`
}

/** How long ago, or how far ahead, in the largest whole unit: 4 min ago, in 2 h. */
export function formatRelativeTime(atMs: Value, nowMs: number): string {
  if (!isKnown(atMs)) return ABSENT
  const seconds = Math.round(Math.abs(nowMs - atMs) / 1000)
  if (seconds < 1) return 'now'
  const [unit, size] = LONG_UNITS.find(([, unitSize]) => seconds >= unitSize) ?? ['s', 1]
  const amount = `${Math.floor(seconds / size)} ${unit}`
  return atMs > nowMs ? `in ${amount}` : `${amount} ago`
}

/**
 * A moment in full, in an IANA zone: 2026-11-24 06:50:12 UTC, 2026-11-24 07:50:12.345 UTC+1. The date is the first word
 * and the zone the last; milliseconds stand only where there are any. Throws RangeError for a zone that does not exist.
 */
export function formatAbsoluteTime(atMs: Value, zone: string): string {
  if (!isKnown(atMs) || Math.abs(atMs) > LAST_MOMENT_MS) return ABSENT
  const offsetMs = zoneOffsetMs(atMs, zone)
  const shownMs = Math.floor(atMs) + offsetMs
  if (Math.abs(shownMs) > LAST_MOMENT_MS) return ABSENT
  const [date, time = ''] = new Date(shownMs).toISOString().split('T')
  return `${date} ${time.replace('Z', '').replace('.000', '')} ${offsetName(offsetMs)}`
}

/** What a Date can hold, in either direction. */
const LAST_MOMENT_MS = 8.64e15

/** UTC, UTC+1, UTC-3:30. */
function offsetName(offsetMs: number): string {
  if (offsetMs === 0) return 'UTC'
  const [hours = '', ...rest] = new Date(Math.abs(offsetMs)).toISOString().slice(11, 19).split(':')
  const smaller = rest.join(':').replace(/:00$/, '')
  return `UTC${offsetMs < 0 ? '-' : '+'}${Number(hours)}${smaller === '00' ? '' : `:${smaller}`}`
}

/** The same to the minute: 2026-11-24 06:50 UTC. */
export function formatMinute(atMs: Value, zone: string): string {
  const [day, time = '', offset] = formatAbsoluteTime(atMs, zone).split(' ')
  return offset === undefined ? ABSENT : `${day} ${time.slice(0, 5)} ${offset}`
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone)
  if (known) return known
  const day = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
  const time = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const
  const formatter = new Intl.DateTimeFormat('en-GB', { timeZone, ...day, ...time })
  formatters.set(timeZone, formatter)
  return formatter
}

/**
 * What clocks of an IANA zone show beyond UTC at a moment, ms. Throws RangeError for a zone that does not exist. Of UTC
 * nothing is asked: a browser takes 30 ms until it knows how the first zone is written.
 */
export function zoneOffsetMs(atMs: number, zone: string): number {
  if (zone === 'UTC') return 0
  const parts = formatterOf(zone).formatToParts(atMs)
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === type)?.value)
  const day = Date.UTC(part('year'), part('month') - 1, part('day'))
  const shown = day + ((part('hour') * 60 + part('minute')) * 60 + part('second')) * 1000
  return shown - Math.floor(atMs / 1000) * 1000
}

/** An ID shortened in the middle; one that is hardly longer than its ends stays whole. */
export function shortenId(id: string | null | undefined, head = 8, tail = 4): string {
  if (id === null || id === undefined || id === '') return ABSENT
  return id.length <= head + tail + 2 ? id : `${id.slice(0, head)}…${id.slice(id.length - tail)}`
}
