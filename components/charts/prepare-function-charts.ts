import { buildChart } from '@/components/charts/build-chart'
import type { ChartSeries, ChartSpec, ChartUnit } from '@/components/charts/chart-spec'
import type { MetricSeries, MetricsResponse } from '@/lib/contracts/metrics'

/** areOfNow: of the first two, areHeldNow: of the others it is known what they are, not what they were. */
export type FunctionLimits = {
  timeoutS: number | null
  memoryMb: number | null
  areOfNow: boolean
  reserved: number | null
  provisioned: number | null
  areHeldNow: boolean
}

type Part = Omit<ChartSeries, 'values'> & { metric: string; statistic: string }

type Plan = {
  id: string
  title: string
  help: string
  unit: ChartUnit
  parts: Part[]
  lines: { label: string; value: number | null; color: string }[]
  /** The series whose null says that the source gave no answer. */
  known: string
  source: 'metrics' | 'logs'
}

type Options = {
  subject: string
  limits: FunctionLimits
  zone: string
  gapReasons: Record<'metrics' | 'logs', string>
}

/** The six charts of a function's summary, in the order in which they stand. */
export function prepareFunctionCharts(metrics: MetricsResponse, options: Options): ChartSpec[] {
  return plan(options.limits).map((one) => prepare(one, metrics, options))
}

function plan({ timeoutS, memoryMb, areOfNow, reserved, provisioned, areHeldNow }: FunctionLimits): Plan[] {
  const named = (label: string, isOfNow: boolean) => (isOfNow ? `${label} now` : label)
  return [
    {
      id: 'invocations',
      title: 'Invocations and errors',
      help: "CloudWatch's Invocations and Errors. A throttled request is neither.",
      unit: 'count',
      parts: [
        area('Invocations', 'Sum', 'Invocations', 'var(--series-1)'),
        area('Errors', 'Sum', 'Errors', 'var(--fault)'),
      ],
      lines: [],
      known: 'Invocations',
      source: 'metrics',
    },
    {
      id: 'duration',
      title: 'Duration',
      help: 'Percentiles of the Duration in report lines, within 1 %; those of CloudWatch where no line tells them. Init and Restore Duration are not part of it. “Timeout now”: which version ran is not known.',
      unit: 'ms',
      parts: [
        line('Duration', 'p50', 'p50', 'var(--p50)'),
        line('Duration', 'p95', 'p95', 'var(--p95)'),
        line('Duration', 'p99', 'p99', 'var(--p99)'),
        { ...line('Duration', 'Maximum', 'Max', 'var(--max)'), dashed: true },
      ],
      lines: [
        { label: named('Timeout', areOfNow), value: timeoutS === null ? null : timeoutS * 1000, color: 'var(--fault)' },
      ],
      known: 'LoggedInvocations',
      source: 'logs',
    },
    {
      id: 'throttles',
      title: 'Throttles',
      help: 'Requests that Lambda refused with 429 because concurrency was used up.',
      unit: 'count',
      parts: [area('Throttles', 'Sum', 'Throttles', 'var(--throttle)')],
      lines: [],
      known: 'Throttles',
      source: 'metrics',
    },
    {
      id: 'concurrency',
      title: 'Concurrent executions',
      help: 'The highest ConcurrentExecutions of each period, with the function’s own limits where no change of them is known since the window began; “now”: what they were before the first look at them is not. Its Concurrency page shows limits that were changed as they were.',
      unit: 'count',
      parts: [
        area('ConcurrentExecutions', 'Maximum', 'Concurrent', 'var(--series-3)'),
        line('ProvisionedConcurrentExecutions', 'Maximum', 'On provisioned', 'var(--series-4)'),
      ],
      lines: [
        { label: named('Reserved', areHeldNow), value: reserved, color: 'var(--error)' },
        { label: named('Provisioned', areHeldNow), value: provisioned, color: 'var(--series-4)' },
      ],
      known: 'Invocations',
      source: 'metrics',
    },
    {
      id: 'cold-starts',
      title: 'Cold starts',
      help: 'Invocations whose report line has an Init or Restore Duration. Provisioned environments start warm.',
      unit: 'count',
      parts: [area('ColdStarts', 'Sum', 'Cold starts', 'var(--cold)')],
      lines: [],
      known: 'ColdStarts',
      source: 'logs',
    },
    {
      id: 'memory',
      title: 'Memory used',
      help: 'The highest Max Memory Used of each period against Memory Size.',
      unit: 'mb',
      parts: [line('MaxMemoryUsed', 'Maximum', 'Max memory used', 'var(--series-6)')],
      lines: [{ label: named('Memory size', areOfNow), value: memoryMb, color: 'var(--fault)' }],
      known: 'LoggedInvocations',
      source: 'logs',
    },
  ]
}

function area(metric: string, statistic: string, label: string, color: string): Part {
  return { key: `${metric} ${statistic}`, metric, statistic, label, color, shape: 'area' }
}

function line(metric: string, statistic: string, label: string, color: string): Part {
  return { ...area(metric, statistic, label, color), shape: 'line' }
}

function prepare(one: Plan, metrics: MetricsResponse, { subject, zone, gapReasons }: Options): ChartSpec {
  const { fromMs, toMs, periodMs } = metrics
  const { id, help, unit, lines } = one
  const drawn = one.parts.map(({ metric, statistic }) => findSeries(metrics, metric, statistic))
  // What lines do not tell may come from CloudWatch, and is known where that has answered.
  const isFromLogs = one.source === 'logs' && !drawn.some(isToldByCloudWatch)
  const known = findSeries(metrics, one.source === 'logs' && !isFromLogs ? 'Invocations' : one.known, 'Sum')
  const atMs = (known ?? metrics.series[0])?.points.map(([at]) => at) ?? []
  const series = one.parts.map(({ metric: _, statistic: __, ...part }, index) => ({
    ...part,
    values: valuesOf(drawn[index]),
  }))
  const isDrawn = (at: number) => series.some(({ values }) => (values[at] ?? null) !== null)
  return buildChart(
    {
      ...{ id, help, unit, series, limits: lines },
      title: `${one.title} · ${subject}`,
      known: valuesOf(known).map((value, at) => value ?? (isDrawn(at) ? 0 : null)),
      gapReason: gapReasons[isFromLogs ? 'logs' : 'metrics'],
    },
    { fromMs, toMs, periodMs, atMs, zone },
  )
}

function isToldByCloudWatch(series: MetricSeries | undefined): boolean {
  return series?.source === 'cloudwatch' && series.points.some(([, value]) => value !== null)
}

/** Of two sources for the same figure the first that says anything. */
function findSeries({ series }: MetricsResponse, metric: string, statistic: string): MetricSeries | undefined {
  const found = series.filter((one) => one.metric === metric && one.statistic === statistic)
  return found.find(({ points }) => points.some(([, value]) => value !== null)) ?? found[0]
}

function valuesOf(series: MetricSeries | undefined): (number | null)[] {
  return series?.points.map(([, value]) => value) ?? []
}
