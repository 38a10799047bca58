import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'

const HOUR = 3_600_000
const SQL = `
  select function_id || '/' || version as key, sum(invocations)::float8 as count from (
    select function_id, version, invocations from invocation_hour where function_id = any($1::int[]) and at >= $3 and at < $4
    union all
    select function_id, version, invocations from invocation_minute
     where function_id = any($1::int[]) and at >= $2 and at < $5 and (at < $3 or at >= $4)) r
   group by 1`

/** Closed invocations in whole minutes by `functionId/version`; what had none is absent. */
export async function getVersionTotals(
  db: Db,
  functionIds: readonly number[],
  { fromMs, toMs }: Window,
): Promise<Map<string, number>> {
  const firstHour = Math.min(toMs, Math.ceil(fromMs / HOUR) * HOUR)
  const lastHour = Math.max(firstHour, Math.floor(toMs / HOUR) * HOUR)
  const bounds = [fromMs, firstHour, lastHour, toMs].map((ms) => new Date(ms))
  const rows = await selectRows<{ key: string; count: number }>(db.pool, SQL, [functionIds, ...bounds])
  return new Map(rows.map(({ key, count }) => [key, count]))
}
