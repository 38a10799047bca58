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

/* Nearly all groups are read alike: one row for all of those. */
const LOGS = `
  select g.ids, ${coveredText('g.covered', '$2', '$3')} as covered from (
    select s.covered, string_agg(f.id::text, ' ') as ids
      from lambda_function f
      join sync_state s on s.account_region_id = f.account_region_id and s.step = 'logs'
           and s.subject = coalesce(f.log_group_name, '/aws/lambda/' || f.name)
     where f.id = any(array(select unnest($1::int[])))
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

/** The same within a shorter window. What is read alike stays one array. */
export function clipSources({ series, logs }: FleetSources, countWindow: Window, logWindow: Window): FleetSources {
  const clipCounts = clipper(countWindow)
  const clipLogs = clipper(logWindow)
  return {
    series: new Map([...series].map(([id, one]) => [id, { ...one, covered: clipCounts(one.covered) }])),
    logs: new Map([...logs].map(([id, covered]) => [id, clipLogs(covered)])),
  }
}

function clipper(window: Window): (covered: Covered) => Covered {
  const known = new Map<Covered, Covered>()
  return (covered) => {
    const clipped = known.get(covered) ?? clipCovered(covered, window)
    known.set(covered, clipped)
    return clipped
  }
}
