import { buildChart } from '@/components/charts/build-chart'
import type { ChartSeries, ChartSpec } from '@/components/charts/chart-spec'
import type { OverviewResponse } from '@/lib/contracts/overview'
import { isEnough, isNearlyAll } from '@/lib/domain/part-known'

type Fleet = Pick<OverviewResponse, 'trend' | 'functions' | 'fromMs' | 'toMs' | 'countedToMs'>
type Plan = { id: string; title: string; help: string; series: ChartSeries[] }

/**
 * The charts of the overview: traffic beside what it was before, and what went wrong. beforeLabel: when before was. A bucket
 * that is not counted to its end is drawn as it stands, and what is missing of it marked.
 */
export function prepareFleetCharts(
  { trend, functions, fromMs, toMs, countedToMs }: Fleet,
  { beforeLabel, zone }: { beforeLabel: string; zone: string },
): ChartSpec[] {
  const { atMs, periodMs, invocations, errors, throttles, invocationsBefore } = trend
  const known = trend.known.map((count) => (isNearlyAll(count, functions) ? count : null))
  // A sum over a few of them is none of all.
  const told = (values: readonly (number | null)[]) =>
    values.map((value, index) => (isEnough(trend.known[index] ?? 0, functions) ? value : null))
  const plans: Plan[] = [
    {
      id: 'fleet-invocations',
      title: 'Invocations · all functions',
      help: "CloudWatch's Invocations of the functions whose counts are known, and the same figure before.",
      series: [
        area('invocations', 'Invocations', 'var(--series-1)', told(invocations)),
        { ...area('before', beforeLabel, 'var(--max)', invocationsBefore), shape: 'line', dashed: true },
      ],
    },
    {
      id: 'fleet-failures',
      title: 'Errors and throttles · all functions',
      help: "CloudWatch's Errors and Throttles. A throttled request is neither an invocation nor an error.",
      series: [
        area('errors', 'Errors', 'var(--fault)', told(errors)),
        area('throttles', 'Throttles', 'var(--throttle)', told(throttles)),
      ],
    },
  ]
  const counted = { fromMs, toMs: Math.min(toMs, countedToMs) }
  const grid = { fromMs, toMs, periodMs, atMs, zone }
  const gapReason = 'CloudWatch has not answered for this time, or not for all functions.'
  return plans.map((plan) => buildChart({ ...plan, unit: 'count', limits: [], known, counted, gapReason }, grid))
}

function area(key: string, label: string, color: string, values: readonly (number | null)[]): ChartSeries {
  return { key, label, color, shape: 'area', values }
}
