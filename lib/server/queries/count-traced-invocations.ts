import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'

/** Invocations that take part in a stored trace that began in the window; versions limits them by what log lines say ran. */
export async function countTracedInvocations(
  db: Db,
  functionId: number,
  { fromMs, toMs }: Window,
  versions: readonly string[] | 'all',
): Promise<number> {
  const values = [functionId, new Date(fromMs), new Date(toMs)]
  const all = versions === 'all'
  // Materialized, so that the planner starts no workers for rows that are few: that takes longer than reading them.
  const [row] = await selectRows<{ traced: number }>(
    db.pool,
    `with t as materialized (
       select trace_id, request_id, started_at from trace_function
        where function_id = $1 and started_at >= $2 and started_at < $3)
     select count(distinct (t.trace_id, t.request_id)) as traced from t
      ${
        all
          ? ''
          : `where exists (select from invocation i where i.function_id = $1
               and i.request_id = case when t.request_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then t.request_id::uuid end
               and i.started_at >= t.started_at - interval '1 hour' and i.started_at < t.started_at + interval '1 hour'
               and i.version = any($4::text[]))`
      }`,
    all ? values : [...values, versions],
  )
  return row?.traced ?? 0
}
