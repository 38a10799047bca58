import type { ChartSeries, ChartSpec } from '@/components/charts/chart-spec'
import { findEmptiness, findGaps } from '@/components/charts/find-gaps'
import { pickTimeTicks, pickValueTicks } from '@/components/charts/pick-ticks'
import type { OverviewResponse } from '@/lib/contracts/overview'
import { isEnough, isNearlyAll } from '@/lib/domain/part-known'

type Plan = { id: string; title: string; help: string; series: ChartSeries[] }

/** The charts of the overview: traffic beside what it was before, and what went wrong. beforeLabel: when before was. */
export function prepareFleetCharts(
  { trend, functions, fromMs, toMs }: Pick<OverviewResponse, 'trend' | 'functions' | 'fromMs' | 'toMs'>,
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
  return plans.map((plan) => {
    const series = plan.series.filter(({ values }, index) => index === 0 || values.some((value) => value !== null))
    const values = series.flatMap((one) => one.values)
    return {
      ...plan,
      unit: 'count',
      fromMs,
      toMs,
      periodMs,
      atMs,
      series,
      lines: [],
      gaps: findGaps(atMs, known, periodMs),
      gapReason: 'CloudWatch has not answered for this time, or not for all functions.',
      yTicks: pickValueTicks(Math.max(0, ...values.map((value) => value ?? 0)), 'count'),
      xTicks: pickTimeTicks(fromMs, toMs, zone),
      empty: findEmptiness(values, known),
    }
  })
}

function area(key: string, label: string, color: string, values: readonly (number | null)[]): ChartSeries {
  return { key, label, color, shape: 'area', values }
}
