import type { StandingChange } from '@/lib/domain/concurrency/standing-at'
import { type Db, selectRows } from '@/lib/server/db'

const SIZE = (column: string) => `
  case when jsonb_typeof(${column}) = 'number' then (${column} #>> '{}')::float8
       when jsonb_typeof(${column}) = 'object' then (${column} ->> 'requested')::float8 end`

/** Changes of one account and region since a moment, oldest first. */
export async function listStandingChanges(db: Db, accountRegionId: number, fromMs: number): Promise<StandingChange[]> {
  return selectRows<StandingChange>(
    db.pool,
    `select function_id as "functionId", kind, subject, (extract(epoch from at) * 1000)::float8 as "atMs",
            (extract(epoch from case when stated_at is null then known_after else at end) * 1000)::float8 as "knownAfterMs",
            ${SIZE('before')} as before, ${SIZE('after')} as after
       from function_change
      where account_region_id = $1 and kind in ('concurrency', 'provisioned') and at >= $2 order by at, id`,
    [accountRegionId, new Date(fromMs)],
  )
}
