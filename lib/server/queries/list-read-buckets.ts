import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'

/** groups: log groups there are; read: those whose lines of each bucket are read. */
export type ReadBuckets = { groups: number; read: number[] }
type Row = { first: number | null; next: number | null; groups: number }

/** Lines arrive late; what is a little behind is not unread. */
const TOLERANCE_MS = 30 * 60_000
const AT = (moment: string) => `(date_part('epoch', ${moment}) * 1000 - $4::float8) / $5::float8`
/* Of each stretch that is read the buckets that it holds, many log groups in one row. */
const SQL = `
  select case when lower(r) <= $2 then 0 else ceil(${AT('lower(r)')}) end::int as first,
         case when upper(r) >= $3 then $6::int else floor(${AT('upper(r)')}) end::int as next, count(*)::int as groups
    from sync_state s left join lateral unnest(s.covered * tstzmultirange(tstzrange($2::timestamptz, $3::timestamptz))) r on true
   where s.step = 'logs' and s.account_region_id = any($1::int[])
   group by 1, 2`
const GROUPS = `select count(*)::int as groups from sync_state where step = 'logs' and account_region_id = any($1::int[])`

/** How many log groups of some account-regions are read in each bucket of a window, up to now. */
export async function listReadBuckets(
  db: Db,
  placeIds: readonly number[],
  { fromMs, toMs, originMs, periodMs, buckets }: Window & { originMs: number; periodMs: number; buckets: number },
  nowMs: number,
): Promise<ReadBuckets> {
  const endMs = Math.max(fromMs + 1, Math.min(toMs, nowMs - TOLERANCE_MS))
  const values = [placeIds, new Date(fromMs), new Date(endMs), originMs, periodMs, buckets]
  const [rows, [all]] = await Promise.all([
    selectRows<Row>(db.pool, SQL, values),
    selectRows<{ groups: number }>(db.pool, GROUPS, [placeIds]),
  ])
  const read = Array.from({ length: buckets }, (_, bucket) =>
    rows.reduce((sum, { first, next, groups }) => {
      return first !== null && next !== null && first <= bucket && bucket < next ? sum + groups : sum
    }, 0),
  )
  return { groups: all?.groups ?? 0, read }
}
