import type { OverviewResponse } from '@/lib/contracts/overview'
import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'
import { listPlaceIds, type Scope } from '@/lib/server/queries/list-place-ids'

// An hour's array divides it into equal periods; periods that begin outside of the window are left out.
const SQL = `
  select p.account_id as "accountId", p.region, p.concurrency_limit as "limit", highest.value as "claimedMax",
         round(date_part('epoch', highest.at) * 1000) as "claimedMaxAtMs"
    from account_region p
    left join metric_series s on s.account_region_id = p.id and s.function_id = 0 and s.subject = ''
         and s.metric = 'ClaimedAccountConcurrency' and s.statistic = 'Maximum'
    left join lateral (
      select point.value, h.at + interval '1 hour' * (point.place - 1) / cardinality(h.points) as at
        from metric_hour h, unnest(h.points) with ordinality as point(value, place)
       where h.series_id = s.id and h.at > $2::timestamptz - interval '1 hour' and h.at < $3 and point.value is not null
         and h.at + interval '1 hour' * (point.place - 1) / cardinality(h.points) between $2::timestamptz and $3
       order by point.value desc, h.at desc, point.place desc limit 1) highest on true
   where p.pulled and ($1::int[] is null or p.id = any($1))
   order by p.account_id, p.region`

/** The highest claimed concurrency of a window and the limit, of every account and region that is pulled. */
export async function listPools(db: Db, scope: Scope, { fromMs, toMs }: Window): Promise<OverviewResponse['pools']> {
  const lastMs = toMs - 1
  return selectRows(db.pool, SQL, [await listPlaceIds(db, scope), new Date(fromMs), new Date(lastMs)])
}
