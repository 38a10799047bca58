import { buildChart } from '@/components/charts/build-chart'
import type { ChartSpec } from '@/components/charts/chart-spec'
import type { CostResponse } from '@/lib/contracts/cost'
import { isNearlyAll } from '@/lib/domain/part-known'

const HOUR = 3_600_000

/** What the dearest groups and the rest cost, one on the other. */
export function prepareCostChart(cost: CostResponse, by: string, zone: string): ChartSpec {
  const { series, fromMs, toMs, countedToMs } = cost
  const { atMs, periodMs, parts, read, logGroups } = series
  const known = read.map((groups) => (isNearlyAll(groups, logGroups) ? groups : null))
  return buildChart(
    {
      id: 'cost',
      title: `Cost by ${by}, ${periodMs > HOUR ? 'a day' : 'an hour'}`,
      help: 'At list prices: requests, duration, storage, and provisioned concurrency while it stands. Days are those of UTC.',
      unit: 'usd',
      series: parts.map(({ key, label, values }, index) => ({
        key,
        label,
        values,
        color: key === ' rest' ? 'var(--max)' : `var(--series-${index + 1})`,
        shape: 'area',
        stacked: true,
      })),
      limits: [],
      known,
      counted: { fromMs, toMs: Math.min(toMs, countedToMs) },
      gapReason:
        'Log lines of this time are not read, or not of all functions, and only log lines tell what is billed.',
    },
    { fromMs, toMs, periodMs, atMs, zone },
  )
}
