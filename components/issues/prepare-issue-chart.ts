import { buildChart } from '@/components/charts/build-chart'
import type { ChartSpec } from '@/components/charts/chart-spec'
import type { IssueDetail } from '@/lib/contracts/issues'

type Counted = Pick<IssueDetail, 'id' | 'type' | 'trend' | 'periodMs' | 'countedFromMs' | 'countedToMs'>

/** The occurrences of an issue over time. */
export function prepareIssueChart({ id, type, trend, periodMs, ...counted }: Counted, zone: string): ChartSpec {
  const atMs = trend.map(([at]) => at)
  const values = trend.map(([, value]) => value)
  const { countedFromMs, countedToMs } = counted
  return buildChart(
    {
      id: `issue-${id}`,
      title: `Occurrences · ${type}`,
      help: 'Failed invocations of this issue by when they began, from log lines.',
      unit: 'count',
      series: [{ key: 'count', label: 'Occurrences', color: 'var(--fault)', shape: 'area', values }],
      limits: [],
      known: values,
      counted: { fromMs: countedFromMs, toMs: countedToMs },
      gapReason: 'The log lines of this time are not read, or not wholly.',
    },
    { fromMs: countedFromMs, toMs: countedToMs, periodMs, atMs, zone },
  )
}
