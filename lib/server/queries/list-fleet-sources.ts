import { type Covered, clipCovered, type Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'
import { coveredText, readCoveredText } from '@/lib/server/queries/covered-sql'
import type { MetricBuckets } from '@/lib/server/queries/get-metric-buckets'
import { type CountMetric, listCountSeries } from '@/lib/server/queries/list-count-series'

/** What figures of functions are read from: series of counts by their IDs, without values, and what is read of the lines of functions, by theirs. */
export type FleetSources = {
  series: ReadonlyMap<number, MetricBuckets>
  logs: ReadonlyMap<number, Covered>
}

/*
 * Nearly all groups are read alike: one row for all of those. How many IDs there are has to be seen when it is planned: taken
 * for few, each group would be looked up by its name.
 */
const LOGS = `
  select g.ids, ${coveredText('g.covered', '$2', '$3')} as covered from (
    select s.covered, string_agg(f.id::text, ' ') as ids
      from lambda_function f
      join sync_state s on s.account_region_id = f.account_region_id and s.step = 'logs'
           and s.subject = coalesce(f.log_group_name, '/aws/lambda/' || f.name)
     where f.id = any($1::int[])
     group by s.covered) g`

/** What is read of some functions within a window, of those counts. */
export async function listFleetSources(
  db: Db,
  functionIds: readonly number[],
  window: Window,
  counts: readonly CountMetric[],
): Promise<FleetSources> {
  const values = [functionIds, new Date(window.fromMs), new Date(window.toMs)]
  const [series, rows] = await Promise.all([
    listCountSeries(db, functionIds, counts, window),
    selectRows<{ ids: string; covered: string | null }>(db.pool, LOGS, values),
  ])
  const logs = new Map<number, Covered>()
  for (const { ids, covered } of rows) {
    const shared = readCoveredText(covered)
    for (const id of ids.split(' ')) logs.set(Number(id), shared)
  }
  return { series, logs }
}

/** What of it lies in a window, computed once for all that is read alike, which stays one array. */
export function clipper(window: Window): (covered: Covered) => Covered {
  return byCovered((covered) => clipCovered(covered, window))
}

/** Remembers what follows from what is covered: thousands of series share it. */
export function byCovered<Result>(compute: (covered: Covered) => Result): (covered: Covered) => Result {
  const known = new Map<Covered, Result>()
  return (covered) => {
    const before = known.get(covered)
    if (before !== undefined) return before
    const result = compute(covered)
    known.set(covered, result)
    return result
  }
}
