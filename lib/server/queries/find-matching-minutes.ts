import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectPrepared } from '@/lib/server/db'

type Filter = {
  versions: readonly string[] | null
  results: readonly string[] | null
  cold: boolean | null
  most: number
}

const MINUTE = 60_000
/** More than this, and reading the window is as quick. */
const MOST_MINUTES = 2_000
const OF = `v.function_id = $1 and ($2::text[] is null or v.version = any($2::text[])) and ($3::text[] is null or v.result = any($3::text[]))`
const COUNTED = `sum(case when $7::boolean is null then v.invocations when $7 then v.cold_starts else v.invocations - v.cold_starts end)`
/* Of each stretch, how many are in newer ones that lie before the end as a whole. */
const newerThan = (length: string) =>
  `coalesce(sum(n) filter (where at + interval '${length}' <= $5) over (order by at desc rows between unbounded preceding and 1 preceding), 0)`
const SQL = `
  with hours as (
    select v.at, ${COUNTED} as n from invocation_hour v
     where ${OF} and v.at > $4::timestamptz - interval '1 hour' and v.at < $5 group by 1 having ${COUNTED} > 0
  ), minutes as (
    select m.* from (select h.at, ${newerThan('1 hour')} as newer from hours h) s
     cross join lateral (
       select v.at, ${COUNTED} as n from invocation_minute v
        where ${OF} and v.at >= s.at and v.at < s.at + interval '1 hour' and v.at > $4::timestamptz - interval '1 minute'
          and v.at < $5 group by 1 having ${COUNTED} > 0 offset 0) m
     where s.newer < $6
  )
  (select round(date_part('epoch', at) * 1000) as "atMs" from (select at, ${newerThan('1 minute')} as newer from minutes) m
    where newer < $6 order by at desc limit ${MOST_MINUTES + 1})
  union all
  select round(date_part('epoch', d.minute) * 1000) from rollup_due d
   where d.function_id = $1 and d.minute > $4::timestamptz - interval '1 minute' and d.minute < $5`

/**
 * The minutes (epoch ms) that hold the newest `most` closed invocations of a function in a window, of some versions and
 * results and of one kind of start (null: all), and those that wait for their rollup. By what the rollups count, so that
 * invocations of which there are few are found without reading the others. Null when there are too many such minutes.
 */
export async function findMatchingMinutes(
  db: Db,
  functionId: number,
  { fromMs, toMs }: Window,
  { versions, results, cold, most }: Filter,
): Promise<number[] | null> {
  const window = [new Date(fromMs), new Date(toMs)]
  // What waits is part of the statement: once it is rolled up, the rollups tell of it.
  const found = await selectPrepared<{ atMs: number }>(db.pool, SQL, [
    ...[functionId, versions, results, ...window, most],
    cold,
  ])
  if (found.length > MOST_MINUTES) return null
  return [...new Set(found.map(({ atMs }) => Math.floor(atMs / MINUTE) * MINUTE))]
}
