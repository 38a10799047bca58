import type { AskedSeries } from '@/lib/sync/metric-series'
import type { MetricWindow } from '@/lib/sync/metric-windows'
import type { MetricRead } from '@/lib/sync/steps/read-metric-batches'

/** What a call is counted in. */
const CALLS = new Set(['Invocations', 'Throttles'])

/**
 * Calls of a function that none of the sets which were read with it shows came through one that was not: its sets are
 * disjoint and add up to the function's own. Those are read for the same window.
 */
export function missedByResting(
  reads: readonly { window: MetricWindow; read: MetricRead }[],
  series: readonly AskedSeries[],
): MetricWindow[] {
  return reads.flatMap(({ window, read }) => {
    const missing = new Map<number, number>()
    for (const { id, functionId, qualifier, executedVersion, subject, metric } of window.series) {
      if (!CALLS.has(metric) || executedVersion !== '' || subject !== '') continue
      const sum = read.sums.get(id) ?? 0
      missing.set(functionId, (missing.get(functionId) ?? 0) + (qualifier === '' ? sum : -sum))
    }
    const readIds = new Set(reads.flatMap((other) => other.window.series.map(({ id }) => id)))
    const idle = series.filter(
      ({ id, functionId, qualifier }) => qualifier !== '' && !readIds.has(id) && (missing.get(functionId) ?? 0) > 0,
    )
    return idle.length === 0 ? [] : [{ ...window, forget: null, series: idle }]
  })
}
