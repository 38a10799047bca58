import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectPrepared } from '@/lib/server/db'

type Filter = { versions: readonly string[] | 'all'; results: readonly string[] | null; most: number; belowMs: number }

/**
 * Stretches of time, in no order, that hold every invocation of atLeastMs and more, of which there are `most` to be given:
 * single moments, and minutes of which more is not known.
 */
export type SlowStretches = { stretches: Window[]; atLeastMs: number }

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/* What is not asked for is not compared with in each of thousands of rows. */
const oneOf = (column: string, values: readonly string[] | null, parameter: string) =>
  values === null ? `${parameter}::text[] is null` : `${column} = any(${parameter}::text[])`
/*
 * As many maxima below a bound are as many invocations below it. The second slowest of a rollup lasted longer than the whole
 * millisecond before.
 */
const leastOf = (rollups: string) => `
  (select v.slowest from (
     select b.slowest from ${rollups} b union all select b.second - 1 from ${rollups} b where b.second > 0) v
    where v.slowest < $9::float8 order by 1 desc offset $8::int - 1 limit 1)`
const COLUMNS = (rollup: string) =>
  `${rollup}.at, ${rollup}.duration_max_ms as slowest, ${rollup}.slowest_at_ms as place, ${rollup}.second_slowest_ms as second`
/* Whether another one than the slowest may last so long, or it is not known when that began. */
const mayHoldMore = (rollup: string, least: string) =>
  `(${rollup}.place is null or ${rollup}.second is null or ${rollup}.second >= ${least})`
/* The offset makes a look into each hour of the join: all minutes would be read otherwise. */
const sqlOf = (isOf: (rollup: string) => string) => `
  with hours as (
    select ${COLUMNS('v')} from invocation_hour v where ${isOf('v')} and at >= $3 and at < $4
  ), least as (
    select coalesce(${leastOf('hours')}, 0) as slowest
  ), slow as materialized (
    select h.*, bool_or(${mayHoldMore('h', 'l.slowest')}) over (partition by h.at) as "isOpen"
      from hours h cross join least l where h.slowest >= l.slowest
  ), found as (
    select ${COLUMNS('e')} from invocation_minute e
     where ${isOf('e')} and (e.at >= $2 and e.at < $3 or e.at >= $4 and e.at < $5) and e.at >= $2 and e.at < $5
    union all
    select s.at, s.slowest, s.place, 0 from slow s where not s."isOpen"
    union all
    select m.at, m.slowest, m.place, m.second
      from (select distinct s.at from slow s where s."isOpen") s
     cross join lateral (
       select ${COLUMNS('v')} from invocation_minute v
        where ${isOf('v')} and v.at >= $3 and v.at < $4
          and v.at >= s.at and v.at < s.at + interval '1 hour' and v.duration_max_ms >= (select l.slowest from least l) offset 0) m
  ), bound as (
    select ${leastOf('found')} as slowest
  )
  select b.slowest as "atLeastMs", round(date_part('epoch', m.at) * 1000) as "atMs",
         case when not ${mayHoldMore('m', 'b.slowest')} then m.place end as place
    from bound b join found m on m.slowest >= b.slowest and (m.slowest <= $9::float8 or ${mayHoldMore('m', 'b.slowest')})
  union all
  select b.slowest, round(date_part('epoch', d.minute) * 1000), null
    from bound b join rollup_due d on d.function_id = $1 and d.minute >= $2 and d.minute < $5 where b.slowest is not null`

const HOURS_BELOW = `
  select count(*)::int as hours from (
    select from invocation_hour where function_id = $1 and at >= $2 and at < $3
       and ($4::text[] is null or version = any($4::text[])) and ($5::text[] is null or result = any($5::text[]))
       and duration_max_ms < $6::float8 limit $7) h`

type Row = { atLeastMs: number; atMs: number; place: number | null }

/** Whether rollups of hours alone tell of `most` below a duration: otherwise findSlow reads every minute. */
export async function doHoursTell(
  db: Db,
  functionId: number,
  { fromMs, toMs }: Window,
  { versions, results, most, belowMs }: Filter,
): Promise<boolean> {
  const window = [new Date(Math.ceil(fromMs / HOUR) * HOUR), new Date(Math.floor(toMs / HOUR) * HOUR)]
  const [found] = await selectPrepared<{ hours: number }>(db.pool, HOURS_BELOW, [
    ...[functionId, ...window, versions === 'all' ? null : versions, results, belowMs, most],
  ])
  return (found?.hours ?? 0) >= most
}

/**
 * Where the `most` slowest invocations of a function below a duration are in a window, without reading any: where the
 * slowest and the second slowest of its rollups are at least as slow as the lowest of as many of them. The window's own
 * first and last minute, which may be cut, and those that wait for their rollup are always among them. Null where the
 * rollups do not tell of so many.
 */
export async function findSlow(
  db: Db,
  functionId: number,
  { fromMs, toMs }: Window,
  { versions, results, most, belowMs }: Filter,
): Promise<SlowStretches | null> {
  const firstMinute = Math.ceil(fromMs / MINUTE) * MINUTE
  const lastMinute = Math.max(firstMinute, Math.floor(toMs / MINUTE) * MINUTE)
  const firstHour = Math.min(lastMinute, Math.ceil(firstMinute / HOUR) * HOUR)
  const lastHour = Math.max(firstHour, Math.floor(lastMinute / HOUR) * HOUR)
  const bounds = [firstMinute, firstHour, lastHour, lastMinute].map((ms) => new Date(ms))
  // What waits is part of the statement: once it is rolled up, the rollups tell of it.
  const names = versions === 'all' ? null : versions
  const sql = sqlOf(
    (rollup) =>
      `${rollup}.function_id = $1 and ${oneOf(`${rollup}.version`, names, '$6')} and ${oneOf(`${rollup}.result`, results, '$7')}`,
  )
  const found = await selectPrepared<Row>(db.pool, sql, [functionId, ...bounds, names, results, most, belowMs])
  const atLeastMs = found[0]?.atLeastMs
  if (atLeastMs === undefined) return null
  const edges = [Math.floor(fromMs / MINUTE) * MINUTE, lastMinute].filter((at) => at < firstMinute || at >= lastMinute)
  const minutes = new Set([...edges, ...found.flatMap(({ atMs, place }) => (place === null ? [atMs] : []))])
  const moments = new Set(found.flatMap(({ atMs, place }) => (place === null ? [] : [atMs + place])))
  // No stretch may hold another.
  const apart = [...moments].filter((atMs) => !minutes.has(Math.floor(atMs / MINUTE) * MINUTE))
  return { atLeastMs, stretches: [...stretchesFrom(apart, 1), ...stretchesFrom([...minutes], MINUTE)] }
}

/** As windows of one length. */
export function stretchesFrom(startsMs: readonly number[], lengthMs: number): Window[] {
  return startsMs.map((fromMs) => ({ fromMs, toMs: fromMs + lengthMs }))
}
