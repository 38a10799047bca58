import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const OF = `function_id = $1 and ($6::text[] is null or version = any($6::text[])) and ($7::text is null or result = $7)`
const SQL = `
  with hours as (
    select at, max(duration_max_ms) as slowest from invocation_hour where ${OF} and at >= $3 and at < $4 group by at
  ), slow_hours as (
    select at from hours
     where slowest >= coalesce((select h.slowest from hours h order by 1 desc nulls last offset $8 - 1 limit 1), 0)
  ), minutes as (
    select at, max(duration_max_ms) as slowest from invocation_minute
     where ${OF} and (at >= $2 and at < $3 or at >= $4 and at < $5) group by at
    union all
    select m.at, max(m.duration_max_ms) from slow_hours s
      join invocation_minute m on m.at >= s.at and m.at < s.at + interval '1 hour'
     where ${OF.replaceAll(/(function_id|version|result)/g, 'm.$1')} and m.at >= $3 and m.at < $4 group by m.at
  )
  select (extract(epoch from at) * 1000)::float8 as "atMs" from minutes
   where slowest >= coalesce((select m.slowest from minutes m order by 1 desc nulls last offset $8 - 1 limit 1), 0)`

/**
 * Minutes, in no order, that hold the `most` slowest closed invocations of a function in a window: each of the minutes
 * with the highest maxima has one at least as slow as the lowest of these, so that no slower one lies elsewhere. The
 * window's own first and last minute, which may be cut, are always among them. Empty where the rollups do not tell.
 */
export async function findSlowMinutes(
  db: Db,
  functionId: number,
  { fromMs, toMs }: Window,
  filter: { versions: readonly string[] | 'all'; result: string | undefined; most: number },
): Promise<number[]> {
  const firstMinute = Math.ceil(fromMs / MINUTE) * MINUTE
  const lastMinute = Math.max(firstMinute, Math.floor(toMs / MINUTE) * MINUTE)
  const firstHour = Math.min(lastMinute, Math.ceil(firstMinute / HOUR) * HOUR)
  const lastHour = Math.max(firstHour, Math.floor(lastMinute / HOUR) * HOUR)
  const bounds = [firstMinute, firstHour, lastHour, lastMinute].map((ms) => new Date(ms))
  const { versions, result, most } = filter
  const rows = await selectRows<{ atMs: number }>(db.pool, SQL, [
    ...[functionId, ...bounds, versions === 'all' ? null : versions],
    ...[result ?? null, most],
  ])
  if (rows.length === 0) return []
  const edges = [Math.floor(fromMs / MINUTE) * MINUTE, lastMinute].filter((at) => at < firstMinute || at >= lastMinute)
  return [...new Set([...edges, ...rows.map(({ atMs }) => atMs)])]
}
