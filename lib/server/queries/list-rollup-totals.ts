import type { Window } from '@/lib/domain/covered-window'
import { sumPackedHours } from '@/lib/domain/pack-hours'
import { weekFrom, weekOf } from '@/lib/domain/utc-week'
import { type Db, selectRows } from '@/lib/server/db'
import { packSketches } from '@/lib/server/queries/packed-sketches'

/** What log lines say of a function in a window. gbMs: memory in GB × billed ms. */
export type FunctionRollup = {
  functionId: number
  invocations: number
  coldStarts: number
  gbMs: number
  maxMemoryUsedMb: number | null
  /** Sketches of the durations, for mergePackedSketches and packedQuantile. */
  durations: Uint8Array
}

type Row = Omit<FunctionRollup, 'durations'> & { sketches: string }
type Totals = Omit<FunctionRollup, 'durations'> & { durations: Uint8Array[] }
/** Where the stretches of a window end that are read from rows of minutes, hours, days and weeks, and go down again. */
type Bounds = Record<
  'from' | 'hour' | 'day' | 'week' | 'lastWeek' | 'lastDay' | 'lastHour' | 'to' | 'hoursFrom',
  number
>

const HOUR = 3_600_000
const DAY = 24 * HOUR
const COLUMNS = 'function_id, invocations, cold_starts, gb_ms, max_memory_used_mb, duration_sketch'
const OF = 'function_id = any(array(select unnest($1::int[])))'
const SQL = `
  select function_id as "functionId", sum(invocations)::float8 as invocations, sum(cold_starts)::float8 as "coldStarts",
         sum(gb_ms) as "gbMs", max(max_memory_used_mb) as "maxMemoryUsedMb", ${packSketches('duration_sketch')} as sketches
    from (select ${COLUMNS} from invocation_week where ${OF} and at >= $5 and at < $6
          union all
          select ${COLUMNS} from invocation_day where ${OF} and (at >= $4 and at < $5 or at >= $6 and at < $7)
          union all
          select ${COLUMNS} from invocation_hour where ${OF} and (at >= $3 and at < $4 or at >= $7 and at < $8) and at < $10
          union all
          select ${COLUMNS} from invocation_minute where ${OF} and at >= $2 and at < $3
          union all
          select ${COLUMNS} from invocation_minute where ${OF} and at >= $8 and at < $9) r
   group by function_id`
/* Hours of days that are not wanted whole, as one text: the function, the day's number since 1970 and its bytes. */
const HOURS = `
  select encode(string_agg(int4send(function_id) || int4send((date_part('epoch', at) / 86400)::int) ||
           int4send(octet_length(hours)) || hours, ''::bytea), 'base64') as packed
    from invocation_day where ${OF} and at = any($2::timestamptz[]) and hours is not null`

/**
 * Totals of many functions over whole minutes; one without closed invocations is absent. A window that reaches up to now
 * ends with the whole of its last day or week, of which there is nothing later.
 */
export async function listRollupTotals(
  db: Db,
  functionIds: readonly number[],
  window: Window & { nowMs: number },
): Promise<Map<number, FunctionRollup>> {
  const bounds = await boundsOf(db, window)
  const { from, hour, day, week, lastWeek, lastDay, lastHour, to, hoursFrom } = bounds
  const moments = [from, hour, day, week, lastWeek, lastDay, lastHour, to, hoursFrom].map((ms) => new Date(ms))
  const [rows, hours] = await Promise.all([
    selectRows<Row>(db.pool, SQL, [functionIds, ...moments]),
    readHours(db, functionIds, bounds),
  ])
  const totals = new Map<number, Totals>(
    rows.map(({ sketches, ...row }) => [row.functionId, { ...row, durations: [Buffer.from(sketches, 'base64')] }]),
  )
  for (const { durations, ...sum } of hours) {
    const total = totals.get(sum.functionId)
    if (total === undefined) {
      totals.set(sum.functionId, { ...sum, durations: [durations] })
      continue
    }
    for (const figure of ['invocations', 'coldStarts', 'gbMs'] as const) total[figure] += sum[figure]
    const memory = Math.max(total.maxMemoryUsedMb ?? 0, sum.maxMemoryUsedMb ?? 0)
    total.maxMemoryUsedMb = memory === 0 ? null : memory
    total.durations.push(durations)
  }
  return new Map([...totals].map(([id, one]) => [id, { ...one, durations: Buffer.concat(one.durations) }]))
}

async function boundsOf(db: Db, { fromMs, toMs, nowMs }: Window & { nowMs: number }): Promise<Bounds> {
  const since = await readSince(db)
  const to = toMs >= nowMs ? weekFrom(toMs) : toMs
  const hour = Math.min(to, Math.ceil(fromMs / HOUR) * HOUR)
  const lastHour = Math.max(hour, Math.floor(to / HOUR) * HOUR)
  const day = Math.min(lastHour, Math.ceil(Math.max(hour, since.days) / DAY) * DAY)
  const lastDay = Math.max(day, Math.floor(lastHour / DAY) * DAY)
  const week = Math.min(lastDay, weekFrom(Math.max(day, since.weeks)))
  const lastWeek = Math.max(week, weekOf(lastDay))
  return { from: fromMs, hour, day, week, lastWeek, lastDay, lastHour, to, hoursFrom: since.hours }
}

/** Hours before the first whole day and behind the last, as far as days tell them. */
async function readHours(
  db: Db,
  functionIds: readonly number[],
  { hour, day, lastDay, lastHour, hoursFrom }: Bounds,
): Promise<FunctionRollup[]> {
  const stretches = [
    { fromMs: Math.max(hour, hoursFrom), toMs: day },
    { fromMs: Math.max(lastDay, hoursFrom), toMs: lastHour },
  ].filter(({ fromMs, toMs }) => fromMs < toMs)
  if (stretches.length === 0) return []
  const days = new Set(stretches.flatMap(({ fromMs, toMs }) => daysBetween(fromMs, toMs)))
  const [row] = await selectRows<{ packed: string | null }>(db.pool, HOURS, [
    functionIds,
    [...days].map((dayMs) => new Date(dayMs)),
  ])
  const bytes = Buffer.from(row?.packed ?? '', 'base64')
  const sums: FunctionRollup[] = []
  for (let at = 0; at < bytes.length; ) {
    const [functionId, dayMs, length] = [
      bytes.readInt32BE(at),
      bytes.readInt32BE(at + 4) * DAY,
      bytes.readInt32BE(at + 8),
    ]
    const own = bytes.subarray(at + 12, at + 12 + length)
    at += 12 + length
    for (const { fromMs, toMs } of stretches) {
      const sum = sumPackedHours(own, (fromMs - dayMs) / HOUR, (toMs - dayMs) / HOUR)
      if (sum === null) continue
      const { sketches, ...figures } = sum
      sums.push({ functionId, ...figures, durations: sketches })
    }
  }
  return sums
}

function daysBetween(fromMs: number, toMs: number): number[] {
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
