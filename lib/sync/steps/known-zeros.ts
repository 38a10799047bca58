import type { MetricResult } from '@/lib/sync/aws/get-metric-data'
import type { AskedSeries } from '@/lib/sync/metric-series'

/** Counts of which every way to call a function has at most what the function has as a whole, zero in most minutes. */
const RARE = new Set(['Errors', 'Throttles'])

/** A rare count of one way to call a function. wholeId: the same of the function; invocationsId: the set's own calls. */
export type RareCount = { series: AskedSeries; wholeId: number; invocationsId: number }

/** The rare counts among series that are read together with what tells that they are zero. */
export function findRareCounts(series: readonly AskedSeries[]): RareCount[] {
  const counts = series.filter(({ subject, statistic }) => subject === '' && statistic === 'Sum')
  const keyOf = (one: AskedSeries, metric: string) =>
    [one.functionId, one.qualifier, one.executedVersion, metric].join(' ')
  const ids = new Map(counts.map((one) => [keyOf(one, one.metric), one.id]))
  return counts.flatMap((one) => {
    if (!RARE.has(one.metric) || one.qualifier === '') return []
    const wholeId = ids.get(keyOf({ ...one, qualifier: '', executedVersion: '' }, one.metric))
    const invocationsId = ids.get(keyOf(one, 'Invocations'))
    return wholeId === undefined || invocationsId === undefined ? [] : [{ series: one, wholeId, invocationsId }]
  })
}

/**
 * What CloudWatch would answer for a rare count where the function as a whole has none: a zero for each minute with calls.
 * Null where it has to be asked.
 */
export function zerosOf(count: RareCount, answered: ReadonlyMap<number, MetricResult>): MetricResult | null {
  const whole = answered.get(count.wholeId)
  const calls = answered.get(count.invocationsId)
  if (!whole?.complete || !calls?.complete || whole.points.some(([, value]) => value > 0)) return null
  return { id: count.series.id, points: calls.points.map(([atMs]) => [atMs, 0]), complete: true }
}
