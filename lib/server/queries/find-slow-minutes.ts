import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'

type Filter = { versions: readonly string[] | 'all'; results: readonly string[] | null; most: number; belowMs: number }

/** Minutes (epoch ms, in no order) that hold every invocation of atLeastMs and more, of which there are `most` to be given. */
export type SlowMinutes = { minutes: number[]; atLeastMs: number }

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const OF = `function_id = $1 and ($6::text[] is null or version = any($6::text[])) and ($7::text[] is null or result = any($7::text[]))`
/* The maximum of a rollup is an invocation: as many maxima below a bound are as many invocations below it. */
const leastOf = (rollups: string) => `
  (select b.slowest from ${rollups} b where b.slowest < $9::float8 order by 1 desc offset $8::int - 1 limit 1)`
/* The offset makes a look into each hour of the join: all minutes would be read otherwise. */
const SQL = `
  with hours as (
    select at, duration_max_ms as slowest from invocation_hour where ${OF} and at >= $3 and at < $4
  ), least as (
    select coalesce(${leastOf('hours')}, 0) as slowest
  ), minutes as (
    select at, duration_max_ms as slowest from invocation_minute
     where ${OF} and (at >= $2 and at < $3 or at >= $4 and at < $5) and at >= $2 and at < $5
    union all
    select m.at, m.duration_max_ms
      from (select distinct h.at from hours h where h.slowest >= (select l.slowest from least l)) s
     cross join lateral (
       select v.at, v.duration_max_ms from invocation_minute v
        where ${OF.replaceAll(/(function_id|version|result)/g, 'v.$1')} and v.at >= s.at and v.at < s.at + interval '1 hour'
          and v.duration_max_ms >= (select l.slowest from least l) offset 0) m
  ), bound as (
    select ${leastOf('minutes')} as slowest
  )
  select b.slowest as "atLeastMs", array_agg(distinct round(date_part('epoch', m.at) * 1000))
           || array(select round(date_part('epoch', d.minute) * 1000) from rollup_due d
                     where d.function_id = $1 and d.minute >= $2 and d.minute < $5) as minutes
    from bound b join minutes m on m.slowest >= b.slowest group by 1`

/**
 * Where the `most` slowest invocations of a function below a duration are in a window, without reading any: in the minutes whose maximum is
 * at least the lowest of as many maxima. The window's own first and last minute, which may be cut, and those that wait for
 * their rollup are always among them. Null where the rollups do not tell of so many.
 */
export async function findSlowMinutes(
  db: Db,
  functionId: number,
  { fromMs, toMs }: Window,
  { versions, results, most, belowMs }: Filter,
): Promise<SlowMinutes | null> {
  const firstMinute = Math.ceil(fromMs / MINUTE) * MINUTE
  const lastMinute = Math.max(firstMinute, Math.floor(toMs / MINUTE) * MINUTE)
  const firstHour = Math.min(lastMinute, Math.ceil(firstMinute / HOUR) * HOUR)
  const lastHour = Math.max(firstHour, Math.floor(lastMinute / HOUR) * HOUR)
  const bounds = [firstMinute, firstHour, lastHour, lastMinute].map((ms) => new Date(ms))
  // What waits is part of the statement: once it is rolled up, the rollups tell of it.
  const [found] = await selectRows<SlowMinutes>(db.pool, SQL, [
    ...[functionId, ...bounds, versions === 'all' ? null : versions, results, most],
    belowMs,
  ])
  if (found === undefined) return null
  const edges = [Math.floor(fromMs / MINUTE) * MINUTE, lastMinute].filter((at) => at < firstMinute || at >= lastMinute)
  return {
    atLeastMs: found.atLeastMs,
    minutes: [...new Set([...edges, ...found.minutes])],
  }
}
