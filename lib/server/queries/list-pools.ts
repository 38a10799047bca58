import type { OverviewResponse } from '@/lib/contracts/overview'
import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'

type Place = { accountId?: string | undefined; region?: string | undefined }

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
       where h.series_id = s.id and h.at > $3::timestamptz - interval '1 hour' and h.at < $4 and point.value is not null
         and h.at + interval '1 hour' * (point.place - 1) / cardinality(h.points) between $3::timestamptz and $4
       order by point.value desc, h.at desc, point.place desc limit 1) highest on true
   where p.pulled and ($1::text is null or p.account_id = any(string_to_array($1, ',')))
     and ($2::text is null or p.region = any(string_to_array($2, ',')))
   order by p.account_id, p.region`

/** The highest claimed concurrency of a window and the limit, of every account and region that is pulled. */
export async function listPools(
  db: Db,
  { accountId, region }: Place,
  { fromMs, toMs }: Window,
): Promise<OverviewResponse['pools']> {
  const lastMs = toMs - 1
  return selectRows(db.pool, SQL, [accountId ?? null, region ?? null, new Date(fromMs), new Date(lastMs)])
}
