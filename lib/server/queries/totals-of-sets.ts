import { isCovered, type Window } from '@/lib/domain/covered-window'
import type { SetTotal } from '@/lib/domain/metric-sets'
import type { MetricBuckets } from '@/lib/server/queries/get-metric-buckets'

/** A Sum metric over the window in each dimension set; null where CloudWatch has not answered for all of the window. */
export function totalsOfSets(buckets: readonly MetricBuckets[], metric: string, window: Window): SetTotal[] {
  return buckets
    .filter((series) => series.metric === metric && series.statistic === 'Sum')
    .map(({ qualifier, executedVersion, covered, values }) => ({
      qualifier,
      executedVersion,
      total: isCovered(covered, window) ? addUp(values.values()) : null,
    }))
}

function addUp(values: Iterable<number>): number {
  let sum = 0
  for (const value of values) sum += value
  return sum
}
