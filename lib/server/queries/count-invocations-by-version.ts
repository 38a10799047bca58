import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'

/** Closed invocations that log lines show in whole minutes, by the version that ran. */
export async function countInvocationsByVersion(
  db: Db,
  functionId: number,
  { fromMs, toMs }: Window,
): Promise<Map<string, number>> {
  const rows = await selectRows<{ version: string; invocations: number }>(
    db.pool,
    `select version, sum(invocations)::float8 as invocations from invocation_minute
      where function_id = $1 and at >= $2 and at < $3 group by version`,
    [functionId, new Date(fromMs), new Date(toMs)],
  )
  return new Map(rows.map((row) => [row.version, row.invocations]))
}
