import type { HiddenTraces } from '@/lib/contracts/hidden-traces'
import { type Db, selectRows } from '@/lib/server/db'
import type { AskedTraces } from '@/lib/server/queries/get-asked-traces'
import { traceConditions } from '@/lib/server/queries/trace-conditions'

const MOST = 10_000

/**
 * Traces of the function that meet all else that is asked, and of which it cannot be told whether the qualifier took part in
 * them. Null where that is none, or no qualifier is asked for. Throws BAD_REQUEST as traceConditions does.
 */
export async function countHiddenTraces(db: Db, asked: AskedTraces): Promise<HiddenTraces | null> {
  const { fromMs, toMs, placeIds, qualified } = asked
  if (!qualified || qualified.reason === null) return null
  const values: unknown[] = [new Date(fromMs), new Date(toMs), placeIds, qualified.toldIn]
  const add = (value: unknown) => `$${values.push(value)}`
  const all = traceConditions({ ...asked, qualified: null }, add).exact
  const told = traceConditions({ functionName: qualified.functionName, qualified }, add).exact
  const sql = `select count(*)::int as traces from (
    select from trace t where t.started_at >= $1 and t.started_at < $2
      and ($3::int[] is null or t.account_region_id = any($3)) and t.account_region_id <> all($4::int[])
      and ${all.join(' and ')} and (${told.join(' and ')}) is not true limit ${MOST}) t`
  const [row] = await selectRows<{ traces: number }>(db.pool, sql, values)
  return row === undefined || row.traces === 0 ? null : { traces: row.traces, reason: qualified.reason }
}
