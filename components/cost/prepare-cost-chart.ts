import { buildChart } from '@/components/charts/build-chart'
import type { ChartSpec } from '@/components/charts/chart-spec'
import type { CostResponse } from '@/lib/contracts/cost'

const HOUR = 3_600_000

/** What the dearest groups and the rest cost, one on the other. */
export function prepareCostChart({ series, fromMs, toMs }: CostResponse, by: string, zone: string): ChartSpec {
  const { atMs, periodMs, parts } = series
  const known = atMs.map((_, index) => parts[0]?.values[index] ?? null)
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
      gapReason: 'No log line of this time is read, and only log lines tell what is billed.',
    },
    { fromMs: Math.min(fromMs, atMs[0] ?? fromMs), toMs, periodMs, atMs, zone },
  )
}
