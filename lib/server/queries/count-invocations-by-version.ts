import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'

const HOUR = 3_600_000
const SQL = `
  select version, sum(invocations)::float8 as invocations
    from (select version, invocations from invocation_hour where function_id = $1 and at >= $3 and at < $4
          union all
          select version, invocations from invocation_minute where function_id = $1 and at >= $2 and at < $3
          union all
          select version, invocations from invocation_minute where function_id = $1 and at >= $4 and at < $5) r
   group by version`

/** Closed invocations that log lines show in whole minutes, by the version that ran. */
export async function countInvocationsByVersion(
  db: Db,
  functionId: number,
  { fromMs, toMs }: Window,
): Promise<Map<string, number>> {
  const firstHour = Math.min(toMs, Math.ceil(fromMs / HOUR) * HOUR)
  const lastHour = Math.max(firstHour, Math.floor(toMs / HOUR) * HOUR)
  const bounds = [fromMs, firstHour, lastHour, toMs].map((ms) => new Date(ms))
  const rows = await selectRows<{ version: string; invocations: number }>(db.pool, SQL, [functionId, ...bounds])
  return new Map(rows.map((row) => [row.version, row.invocations]))
}
