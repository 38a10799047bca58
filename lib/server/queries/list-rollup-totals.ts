import type { Window } from '@/lib/domain/covered-window'
import { TAKEN_AWAY } from '@/lib/domain/merged-sketch'
import { HOUR_BYTES, SKETCH_AT, sumPackedHours } from '@/lib/domain/pack-hours'
import { weekFrom, weekOf } from '@/lib/domain/utc-week'
import { type Db, selectRows } from '@/lib/server/db'

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
const OF = 'function_id = any(array(select unnest($1::int[])))'
const ROW_BYTES = 32
const LENGTH_BYTES = 4
/** Values of a megabyte take new memory from the system each time, which takes longer than to read what is in them. */
const CHUNK = 'function_id & 63'
/* Thousands of rows as a few values: of each function the figures, and the sketches, each behind its length, behind theirs. */
const rowsOf = (stretches: readonly Stretch[], withDurations: boolean) => `
  select encode(string_agg(int4send(function_id) || float8send(invocations) || float8send(cold_starts) || float8send(gb_ms) ||
           int4send(coalesce(max_memory_used_mb, 0)) || int4send(octet_length(sketches)) || sketches, ''::bytea), 'base64') as packed
    from (
      select function_id, sum(invocations)::float8 as invocations, sum(cold_starts)::float8 as cold_starts, sum(gb_ms) as gb_ms,
             max(max_memory_used_mb) as max_memory_used_mb,
             ${withDurations ? "string_agg(int4send(octet_length(duration_sketch)) || duration_sketch, ''::bytea)" : "''::bytea"} as sketches
        from (${stretches.map(selectStretch).join(' union all ')}) r
       group by function_id) f
   group by ${CHUNK}`
const selectStretch = ({ table }: Stretch, index: number) => `
  select function_id, invocations, cold_starts, gb_ms, max_memory_used_mb, duration_sketch
    from ${table} where ${OF} and at >= $${2 * index + 2} and at < $${2 * index + 3}`
/* What the figures of an hour say of its sketch: where it begins in those of its day, or how long it is. */
const ofSketch = (hour: number, at: number) =>
  [0, 1, 2, 3]
    .map((byte) => `(get_byte(hours, ${HOUR_BYTES * hour + SKETCH_AT + at + byte}) << ${24 - 8 * byte})`)
    .join(' | ')
const sketchUntil = (hour: number, length: string) => `
  int4send(${length}) || substring(hour_sketches from 1 + (${ofSketch(hour, 0)}) for ${ofSketch(hour, 4)})`
/* The function, the figures of each hour, and the sketches that theirs is made of behind the bytes these take. */
const partOf = ({ dayMs, fromHour, toHour }: PartOfDay, withDurations: boolean) => {
  const added = sketchUntil(toHour - 1, ofSketch(toHour - 1, 4))
  const isTaken = fromHour > 0 && withDurations
  const taken = isTaken
    ? sketchUntil(fromHour - 1, `((${ofSketch(fromHour - 1, 4)}) - ${TAKEN_AWAY})::int`)
    : "''::bytea"
  return `
  select encode(string_agg(int4send(function_id) ||
           substring(hours from ${1 + HOUR_BYTES * fromHour} for ${HOUR_BYTES * (toHour - fromHour)}) ||
           int4send(octet_length(s.sketches)) || s.sketches, ''::bytea), 'base64') as packed
    from invocation_day
    cross join lateral (select ${withDurations ? `${added} || ${taken}` : "''::bytea"} as sketches offset 0) s
   where ${OF} and at = to_timestamp(${dayMs / 1000}) and hours is not null
   group by ${CHUNK}`
}

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
  const moments = stretches.flatMap(({ fromMs, toMs }) => [new Date(fromMs), new Date(toMs)])
  const [rows, ...hours] = await Promise.all([
    stretches.length === 0 ? [] : selectChunks(db, rowsOf(stretches, withDurations), [functionIds, ...moments]),
    ...parts.map((part) => selectChunks(db, partOf(part, withDurations), [functionIds])),
  ])
  const totals = new Map<number, FunctionRollup>()
  for (const bytes of rows) addRows(totals, bytes)
  for (const [index, part] of parts.entries()) for (const bytes of hours[index] ?? []) addHours(totals, bytes, part)
  return totals
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

async function selectChunks(db: Db, sql: string, values: unknown[]): Promise<Buffer[]> {
  const rows = await selectRows<{ packed: string }>(db.pool, sql, values)
  return rows.map(({ packed }) => Buffer.from(packed, 'base64'))
}

function addRows(totals: Map<number, FunctionRollup>, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) {
    const sketchesAt = at + ROW_BYTES + LENGTH_BYTES
    const end = sketchesAt + bytes.readInt32BE(at + ROW_BYTES)
    const figures = {
      invocations: bytes.readDoubleBE(at + 4),
      coldStarts: bytes.readDoubleBE(at + 12),
      gbMs: bytes.readDoubleBE(at + 20),
      maxMemoryUsedMb: bytes.readInt32BE(at + 28) || null,
    }
    add(totals, bytes.readInt32BE(at), figures, bytes.subarray(sketchesAt, end))
    at = end
  }
}

function addHours(totals: Map<number, FunctionRollup>, bytes: Buffer, { fromHour, toHour }: PartOfDay): void {
  const figureBytes = HOUR_BYTES * (toHour - fromHour)
  for (let at = 0; at < bytes.length; ) {
    const sketchesAt = at + 4 + figureBytes + LENGTH_BYTES
    const end = sketchesAt + bytes.readInt32BE(sketchesAt - LENGTH_BYTES)
    const sum = sumPackedHours(bytes.subarray(at + 4, at + 4 + figureBytes))
    if (sum !== null) add(totals, bytes.readInt32BE(at), sum, bytes.subarray(sketchesAt, end))
    at = end
  }
}

function add(totals: Map<number, FunctionRollup>, functionId: number, figures: Figures, sketches: Uint8Array): void {
  const { invocations, coldStarts, gbMs, maxMemoryUsedMb } = figures
  const total = totals.get(functionId)
  if (total === undefined) {
    totals.set(functionId, { functionId, invocations, coldStarts, gbMs, maxMemoryUsedMb, durations: [sketches] })
    return
  }
  total.invocations += invocations
  total.coldStarts += coldStarts
  total.gbMs += gbMs
  total.maxMemoryUsedMb = Math.max(total.maxMemoryUsedMb ?? 0, maxMemoryUsedMb ?? 0) || null
  total.durations.push(sketches)
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
