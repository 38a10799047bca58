import type { Window } from '@/lib/domain/covered-window'
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

const HOUR = 3_600_000
const DAY = 24 * HOUR
const COLUMNS = 'function_id, invocations, cold_starts, gb_ms, max_memory_used_mb, duration_sketch'
const OF = 'function_id = any(array(select unnest($1::int[])))'
const SQL = `
  select function_id as "functionId", sum(invocations)::float8 as invocations, sum(cold_starts)::float8 as "coldStarts",
         sum(gb_ms) as "gbMs", max(max_memory_used_mb) as "maxMemoryUsedMb", ${packSketches('duration_sketch')} as sketches
    from (select ${COLUMNS} from invocation_day where ${OF} and at >= $6 and at < $7
          union all
          select ${COLUMNS} from invocation_hour where ${OF} and at >= $3 and at < $4 and (at < $6 or at >= $7)
          union all
          select ${COLUMNS} from invocation_minute where ${OF} and at >= $2 and at < $3
          union all
          select ${COLUMNS} from invocation_minute where ${OF} and at >= $4 and at < $5) r
   group by function_id`

/**
 * Totals of many functions over whole minutes; one without closed invocations is absent. A window that reaches up to now
 * ends with the whole of its last day, of which there is nothing later.
 */
export async function listRollupTotals(
  db: Db,
  functionIds: readonly number[],
  { fromMs, toMs: askedToMs, nowMs }: Window & { nowMs: number },
): Promise<Map<number, FunctionRollup>> {
  const toMs = askedToMs >= nowMs ? Math.ceil(askedToMs / DAY) * DAY : askedToMs
  const firstHour = Math.min(toMs, Math.ceil(fromMs / HOUR) * HOUR)
  const lastHour = Math.max(firstHour, Math.floor(toMs / HOUR) * HOUR)
  const daysFrom = await readDaysFrom(db)
  const firstDay = Math.min(lastHour, Math.ceil(Math.max(firstHour, daysFrom) / DAY) * DAY)
  const lastDay = Math.max(firstDay, Math.floor(lastHour / DAY) * DAY)
  const bounds = [fromMs, firstHour, lastHour, toMs, firstDay, lastDay].map((ms) => new Date(ms))
  const rows = await selectRows<Row>(db.pool, SQL, [functionIds, ...bounds])
  return new Map(
    rows.map(({ sketches, ...row }) => [row.functionId, { ...row, durations: Buffer.from(sketches, 'base64') }]),
  )
}

/** The first day that is rolled up as a whole; days of an older version have hours only. */
async function readDaysFrom(db: Db): Promise<number> {
  const sql = `select value from instance_setting where key = 'invocation_days_from'`
  const [row] = await selectRows<{ value: string }>(db.pool, sql, [])
  return row === undefined ? 0 : Date.parse(`${row.value}T00:00:00Z`)
}
