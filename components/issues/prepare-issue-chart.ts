import type { ChartSpec } from '@/components/charts/chart-spec'
import { findEmptiness, findGaps } from '@/components/charts/find-gaps'
import { pickTimeTicks, pickValueTicks } from '@/components/charts/pick-ticks'
import type { IssueDetail } from '@/lib/contracts/issues'

/** The occurrences of an issue over time. */
export function prepareIssueChart({ id, type, trend, periodMs }: IssueDetail, zone: string): ChartSpec {
  const atMs = trend.map(([at]) => at)
  const values = trend.map(([, value]) => value)
  const fromMs = atMs[0] ?? 0
  const toMs = (atMs.at(-1) ?? 0) + periodMs
  return {
    id: `issue-${id}`,
    title: `Occurrences · ${type}`,
    help: 'Failed invocations of this issue by when they began, from log lines.',
    unit: 'count',
    fromMs,
    toMs,
    periodMs,
    atMs,
    series: [{ key: 'count', label: 'Occurrences', color: 'var(--fault)', shape: 'area', values }],
    lines: [],
    gaps: findGaps(atMs, values, periodMs),
    gapReason: 'The log lines of this time are not read, or not wholly.',
    yTicks: pickValueTicks(Math.max(0, ...values.map((value) => value ?? 0)), 'count'),
    xTicks: pickTimeTicks(fromMs, toMs, zone),
    empty: findEmptiness(values, values),
  }
}
