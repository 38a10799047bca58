import type { Window } from '@/lib/domain/covered-window'
import { HEAD_BYTES, sumPackedHours } from '@/lib/domain/pack-hours'
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
/** hours: where hours are read from days. */
type Plan = { stretches: Stretch[]; hours: Window[] }

const HOUR = 3_600_000
const DAY = 24 * HOUR
const OF = 'function_id = any(array(select unnest($1::int[])))'
const ROW_BYTES = 32
const LENGTH_BYTES = 4
/* Thousands of rows as one value: the figures of each, and its sketch behind its length. */
const rowsOf = (stretches: readonly Stretch[], withDurations: boolean) => `
  select encode(string_agg(row, ''::bytea), 'base64') as packed from (${stretches
    .map(
      ({ table }, index) => `
    select int4send(function_id) || float8send(invocations) || float8send(cold_starts) || float8send(gb_ms) ||
           int4send(coalesce(max_memory_used_mb, 0)) || ${withDurations ? 'int4send(octet_length(duration_sketch)) || duration_sketch' : 'int4send(0)'} as row
      from ${table} where ${OF} and at >= $${2 * index + 2} and at < $${2 * index + 3}`,
    )
    .join(' union all ')}) r`
/* Of each day that is not wanted whole its function, its number since 1970, and its hours behind their length. */
const hoursOf = (withDurations: boolean) => `
  select encode(string_agg(int4send(function_id) || int4send((date_part('epoch', at) / 86400)::int) ||
           int4send(octet_length(h.part)) || h.part, ''::bytea), 'base64') as packed
    from invocation_day
    cross join lateral (
      select ${withDurations ? 'hours' : `substring(hours from 1 for 1 + ${HEAD_BYTES} * get_byte(hours, 0))`} as part offset 0) h
   where ${OF} and at = any($2::timestamptz[]) and hours is not null`

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
  const { stretches, hours } = await planReading(db, window)
  const days = [...new Set(hours.flatMap(daysOf))]
  const moments = stretches.flatMap(({ fromMs, toMs }) => [new Date(fromMs), new Date(toMs)])
  const none = Buffer.alloc(0)
  const [rows, packed] = await Promise.all([
    stretches.length === 0 ? none : selectBytes(db, rowsOf(stretches, withDurations), [functionIds, ...moments]),
    days.length === 0
      ? none
      : selectBytes(db, hoursOf(withDurations), [functionIds, days.map((dayMs) => new Date(dayMs))]),
  ])
  const totals = new Map<number, FunctionRollup>()
  addRows(totals, rows)
  addHours(totals, packed, hours)
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
    hours: partDays.map((part) => ({ fromMs: Math.max(part.fromMs, since.hours), toMs: part.toMs })).filter(isNotEmpty),
  }
}

function isNotEmpty({ fromMs, toMs }: Window): boolean {
  return fromMs < toMs
}

async function selectBytes(db: Db, sql: string, values: unknown[]): Promise<Buffer> {
  const [row] = await selectRows<{ packed: string | null }>(db.pool, sql, values)
  return Buffer.from(row?.packed ?? '', 'base64')
}

function addRows(totals: Map<number, FunctionRollup>, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) {
    const sketchAt = at + ROW_BYTES
    const end = sketchAt + LENGTH_BYTES + bytes.readInt32BE(sketchAt)
    const figures = {
      invocations: bytes.readDoubleBE(at + 4),
      coldStarts: bytes.readDoubleBE(at + 12),
      gbMs: bytes.readDoubleBE(at + 20),
      maxMemoryUsedMb: bytes.readInt32BE(at + 28) || null,
    }
    add(totals, bytes.readInt32BE(at), figures, bytes.subarray(sketchAt, end))
    at = end
  }
}

function addHours(totals: Map<number, FunctionRollup>, bytes: Buffer, stretches: readonly Window[]): void {
  for (let at = 0; at < bytes.length; ) {
    const [functionId, day, length] = [bytes.readInt32BE(at), bytes.readInt32BE(at + 4), bytes.readInt32BE(at + 8)]
    const own = bytes.subarray(at + 12, at + 12 + length)
    at += 12 + length
    for (const { fromMs, toMs } of stretches) {
      const sum = sumPackedHours(own, (fromMs - day * DAY) / HOUR, (toMs - day * DAY) / HOUR)
      if (sum !== null) add(totals, functionId, sum, sum.sketches)
    }
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

function daysOf({ fromMs, toMs }: Window): number[] {
  const first = Math.floor(fromMs / DAY)
  return Array.from({ length: Math.ceil(toMs / DAY) - first }, (_, index) => (first + index) * DAY)
}

/** The first days whose rows are whole, hold hours, and begin a whole week; databases of older versions had none. */
async function readSince(db: Db): Promise<Record<'days' | 'hours' | 'weeks', number>> {
  const sql = `select key, value from instance_setting where key = any($1)`
  const keys = ['invocation_days_from', 'invocation_hours_from', 'invocation_weeks_from']
  const rows = await selectRows<{ key: string; value: string }>(db.pool, sql, [keys])
  const [days = 0, hours = 0, weeks = 0] = keys.map((key) => {
    const value = rows.find((row) => row.key === key)?.value
    return value === undefined ? 0 : Date.parse(`${value}T00:00:00Z`)
  })
  return { days, hours, weeks }
}
