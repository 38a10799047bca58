import type { Window } from '@/lib/domain/covered-window'
import { markTakenAway, mergePieces } from '@/lib/domain/merged-sketch'
import { HOUR_BYTES, SKETCH_AT, sumPackedHours } from '@/lib/domain/pack-hours'
import { weekFrom, weekOf } from '@/lib/domain/utc-week'
import type { BinaryCopyReader } from '@/lib/server/copy/binary-copy-reader'
import { intArrayLiteral, momentLiteral } from '@/lib/server/copy/copy-literals'
import { copyOut } from '@/lib/server/copy/copy-out'
import { type Db, selectRows } from '@/lib/server/db'
import { readSettled, settledUntil } from '@/lib/server/settled/read-settled'
import { MANY_FUNCTIONS, splitSettled } from '@/lib/server/settled/split-settled'

/** What log lines say of a function in a window. gbMs: memory in GB × billed ms. */
export type FunctionRollup = {
  functionId: number
  invocations: number
  coldStarts: number
  gbMs: number
  maxMemoryUsedMb: number | null
  /** Sketches of the durations, for packedQuantile. */
  durations: Uint8Array[]
}

type Figures = Omit<FunctionRollup, 'functionId' | 'durations'>
type Table = 'invocation_minute' | 'invocation_hour' | 'invocation_day' | 'invocation_week'
type Stretch = Window & { table: Table }
/** Hours fromHour to toHour (exclusive) of a UTC day. */
type PartOfDay = { dayMs: number; fromHour: number; toHour: number }
/** parts: where hours are read from days. */
type Plan = { stretches: Stretch[]; parts: PartOfDay[] }

const HOUR = 3_600_000
const DAY = 24 * HOUR
const LENGTH_BYTES = 4
/** What a total takes beside its sketches. */
const BYTES_OF_ONE = 200
const selectStretch = ({ table, fromMs, toMs }: Stretch, of: string, withDurations: boolean) => `
  select function_id, invocations::float8, cold_starts::float8, gb_ms, coalesce(max_memory_used_mb, 0),
         ${withDurations ? 'duration_sketch' : "''::bytea"}
    from ${table} where ${of} and at >= ${momentLiteral(fromMs)} and at < ${momentLiteral(toMs)}`
/* What the figures of an hour say of its sketch: where it begins in those of its day, or how long it is. */
const ofSketch = (hour: number, at: number) =>
  [0, 1, 2, 3]
    .map((byte) => `(get_byte(hours, ${HOUR_BYTES * hour + SKETCH_AT + at + byte}) << ${24 - 8 * byte})`)
    .join(' | ')
const sketchUntil = (hour: number) =>
  `substring(hour_sketches from 1 + (${ofSketch(hour, 0)}) for ${ofSketch(hour, 4)})`
/* The function, the figures of each hour, the sketch up to the end of the last, and the one before the first, which that holds. */
const selectPart = ({ dayMs, fromHour, toHour }: PartOfDay, of: string, withDurations: boolean) => `
  select function_id, substring(hours from ${1 + HOUR_BYTES * fromHour} for ${HOUR_BYTES * (toHour - fromHour)}),
         ${withDurations ? sketchUntil(toHour - 1) : "''::bytea"},
         ${withDurations && fromHour > 0 ? sketchUntil(fromHour - 1) : "''::bytea"}
    from invocation_day where ${of} and at = ${momentLiteral(dayMs)} and hours is not null`

/**
 * Totals of many functions over whole minutes; one without closed invocations is absent. A window that reaches up to now
 * ends with the whole of its last week, of which there is nothing later. Without durations they are read from few bytes.
 */
export async function listRollupTotals(
  db: Db,
  functionIds: readonly number[],
  window: Window & { nowMs: number },
  withDurations = true,
): Promise<Map<number, FunctionRollup>> {
  const { stretches, parts } = await planReading(db, window)
  const of = `function_id = any(array(select unnest(${intArrayLiteral(functionIds)})))`
  const settledMs = functionIds.length < MANY_FUNCTIONS ? Number.NEGATIVE_INFINITY : settledUntil(window.nowMs)
  const [settled, open] = splitSettled(stretches, (stretch) => settledEnd(stretch, settledMs))
  const select = (stretch: Stretch) => selectStretch(stretch, of, withDurations)
  const read = await Promise.all([
    ...settled.map((stretch) => readTotals(db.pool, select(stretch), addRows, stretch)),
    ...(open.length === 0 ? [] : [readTotals(db.pool, open.map(select).join(' union all '), addRows)]),
    ...parts.map((part) => {
      const days = { fromMs: part.dayMs, toMs: part.dayMs + DAY }
      return readTotals(
        db.pool,
        selectPart(part, of, withDurations),
        addHours,
        days.toMs <= settledMs ? days : undefined,
      )
    }),
  ])
  const totals = new Map<number, FunctionRollup>()
  for (const { functionId, durations, ...figures } of read.flat()) {
    const own = add(totals, functionId, figures).durations
    for (const sketch of durations) own.push(sketch)
  }
  return totals
}

/** What the rows of one statement add up to. That of settled days is remembered. */
async function readTotals(
  pool: Db['pool'],
  sql: string,
  addAll: (totals: Map<number, FunctionRollup>, rows: BinaryCopyReader) => void,
  settled?: Window,
): Promise<readonly FunctionRollup[]> {
  const read = async () => {
    const totals = new Map<number, FunctionRollup>()
    addAll(totals, await copyOut(pool, sql))
    return [...totals.values()]
  }
  if (settled === undefined) return read()
  const key = { key: sql, days: settled }
  return (await readSettled(pool, key, async () => new KeptTotals(await read()), bytesOf)).take()
}

/** Sketches are put together when they are asked for a second time: while days change all the time, none is. */
class KeptTotals {
  #totals: readonly FunctionRollup[]
  #taken = 0

  constructor(totals: readonly FunctionRollup[]) {
    this.#totals = totals
  }

  take(): readonly FunctionRollup[] {
    this.#taken += 1
    if (this.#taken === 2) {
      this.#totals = this.#totals.map((total) => ({ ...total, durations: [mergePieces(total.durations)] }))
    }
    return this.#totals
  }

  get bytes(): number {
    let bytes = BYTES_OF_ONE * this.#totals.length
    for (const { durations } of this.#totals) for (const { length } of durations) bytes += length
    return bytes
  }
}

function bytesOf({ bytes }: KeptTotals): number {
  return bytes
}

/** Minutes move with the end of the window: what is read of them would be asked for once. */
function settledEnd({ table }: Stretch, settledMs: number): number {
  if (table === 'invocation_minute') return Number.NEGATIVE_INFINITY
  return table === 'invocation_week' ? weekOf(settledMs) : settledMs
}

/** Minutes, hours, days and weeks, and down again: each as far as it reaches. */
async function planReading(db: Db, { fromMs, toMs, nowMs }: Window & { nowMs: number }): Promise<Plan> {
  const since = await readSince(db)
  const to = toMs >= nowMs ? weekFrom(toMs) : toMs
  const hour = Math.min(to, Math.ceil(fromMs / HOUR) * HOUR)
  const lastHour = Math.max(hour, Math.floor(to / HOUR) * HOUR)
  const day = Math.min(lastHour, Math.ceil(Math.max(hour, since.days) / DAY) * DAY)
  const lastDay = Math.max(day, Math.floor(lastHour / DAY) * DAY)
  const week = Math.min(lastDay, weekFrom(Math.max(day, since.weeks)))
  const lastWeek = Math.max(week, weekOf(lastDay))
  const stretch = (table: Table, from: number, end: number): Stretch => ({ table, fromMs: from, toMs: end })
  const partDays = [
    { fromMs: hour, toMs: day },
    { fromMs: lastDay, toMs: lastHour },
  ]
  return {
    stretches: [
      stretch('invocation_minute', fromMs, hour),
      ...partDays.map((part) => stretch('invocation_hour', part.fromMs, Math.min(part.toMs, since.hours))),
      stretch('invocation_day', day, week),
      stretch('invocation_week', week, lastWeek),
      stretch('invocation_day', lastWeek, lastDay),
      stretch('invocation_minute', lastHour, to),
    ].filter(isNotEmpty),
    parts: partDays.flatMap((part) => partsOf({ fromMs: Math.max(part.fromMs, since.hours), toMs: part.toMs })),
  }
}

function isNotEmpty({ fromMs, toMs }: Window): boolean {
  return fromMs < toMs
}

function addRows(totals: Map<number, FunctionRollup>, rows: BinaryCopyReader): void {
  while (rows.next()) {
    const functionId = rows.int4()
    const [invocations, coldStarts, gbMs] = [rows.float8(), rows.float8(), rows.float8()]
    add(totals, functionId, { invocations, coldStarts, gbMs, maxMemoryUsedMb: rows.int4() || null }).durations.push(
      rows.byteaWithLength(),
    )
  }
}

function addHours(totals: Map<number, FunctionRollup>, rows: BinaryCopyReader): void {
  while (rows.next()) {
    const functionId = rows.int4()
    const sum = sumPackedHours(rows.view())
    const [added, taken] = [rows.byteaWithLength(), rows.byteaWithLength()]
    if (sum === null) continue
    const { durations } = add(totals, functionId, sum)
    durations.push(added)
    if (taken.length > LENGTH_BYTES) durations.push(markTakenAway(taken))
  }
}

function add(totals: Map<number, FunctionRollup>, functionId: number, figures: Figures): FunctionRollup {
  const total = totals.get(functionId)
  if (total === undefined) {
    const first = { functionId, ...figures, durations: [] }
    totals.set(functionId, first)
    return first
  }
  total.invocations += figures.invocations
  total.coldStarts += figures.coldStarts
  total.gbMs += figures.gbMs
  total.maxMemoryUsedMb = Math.max(total.maxMemoryUsedMb ?? 0, figures.maxMemoryUsedMb ?? 0) || null
  return total
}

function partsOf({ fromMs, toMs }: Window): PartOfDay[] {
  const parts: PartOfDay[] = []
  for (let dayMs = Math.floor(fromMs / DAY) * DAY; dayMs < toMs; dayMs += DAY) {
    const hourAt = (ms: number) => Math.min(24, Math.max(0, (ms - dayMs) / HOUR))
    if (fromMs < toMs) parts.push({ dayMs, fromHour: hourAt(fromMs), toHour: hourAt(toMs) })
  }
  return parts
}

type Since = Record<'days' | 'hours' | 'weeks', number>

/* By database: a migration wrote it, and nothing else does. */
const known = new WeakMap<Db['pool'], Promise<Since>>()

/** The first days whose rows are whole, hold hours, and begin a whole week; databases of older versions had none. */
function readSince({ pool }: Db): Promise<Since> {
  const before = known.get(pool)
  if (before !== undefined) return before
  const reading = selectSince(pool)
  known.set(pool, reading)
  reading.catch(() => known.delete(pool))
  return reading
}

async function selectSince(pool: Db['pool']): Promise<Since> {
  const sql = `select key, value from instance_setting where key = any($1)`
  const keys = ['invocation_days_from', 'invocation_hours_from', 'invocation_weeks_from']
  const rows = await selectRows<{ key: string; value: string }>(pool, sql, [keys])
  const [days = 0, hours = 0, weeks = 0] = keys.map((key) => {
    const value = rows.find((row) => row.key === key)?.value
    return value === undefined ? 0 : Date.parse(`${value}T00:00:00Z`)
  })
  return { days, hours, weeks }
}
