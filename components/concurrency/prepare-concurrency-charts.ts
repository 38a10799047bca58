import { buildChart, type ChartGrid, isFar } from '@/components/charts/build-chart'
import type { ChartSeries, ChartSpec } from '@/components/charts/chart-spec'
import type { FunctionConcurrency } from '@/lib/contracts/concurrency'

const COLORS = ['var(--series-4)', 'var(--series-6)', 'var(--series-2)', 'var(--series-5)']
const NOT_ANSWERED = 'CloudWatch has not answered for this time.'

/** The charts of a function's concurrency: what ran at once, what was refused, and what its provisioned environments did. */
export function prepareConcurrencyCharts(data: FunctionConcurrency, subject: string, zone: string): ChartSpec[] {
  const { fromMs, toMs, periodMs, atMs, provisioned } = data
  const lastMs = atMs.at(-1)
  const grid: ChartGrid = {
    ...{ periodMs, atMs, zone },
    fromMs: Math.min(fromMs, atMs[0] ?? fromMs),
    toMs: lastMs === undefined ? toMs : Math.max(toMs, lastMs + periodMs),
  }
  const common = { unit: 'count' as const, gapReason: NOT_ANSWERED }
  const pools = data.poolThen.map((pool, index) => ((data.reservedThen[index] ?? null) === null ? pool : null))
  const bounds = drawLimits(
    [
      { label: 'Reserved', color: 'var(--error)', values: data.reservedThen },
      { label: 'Unreserved pool', color: 'var(--error)', values: pools },
    ],
    data.concurrent,
  )
  const concurrent = buildChart(
    {
      ...common,
      id: 'concurrent',
      title: `Concurrent executions · ${subject}`,
      help: 'The highest ConcurrentExecutions of each period, against what bounds it: its own reservation, or the pool of all functions without one. What stood before the first look at the functions is not known, and drawn as what stood then.',
      series: [
        { key: 'concurrent', label: 'Concurrent', color: 'var(--series-3)', shape: 'area', values: data.concurrent },
        ...bounds.moved,
      ],
      limits: bounds.lines,
      known: data.concurrent,
    },
    grid,
  )
  const refused = buildChart(
    {
      ...common,
      id: 'throttled',
      title: `Throttles and spillover · ${subject}`,
      help: 'Throttles: requests refused with 429. Spillover: invocations that ran on demand because every provisioned environment was busy.',
      series: [
        { key: 'throttles', label: 'Throttles', color: 'var(--throttle)', shape: 'area', values: data.throttled },
        { key: 'spillover', label: 'Spillover', color: 'var(--series-2)', shape: 'area', values: data.spilled },
      ],
      limits: [],
      known: data.throttled,
    },
    grid,
  )
  if (provisioned.length === 0) return [concurrent, refused]
  const allocated = drawLimits(
    provisioned.map(({ qualifier, stood }, index) => ({
      ...{ label: `${qualifier} allocated`, color: colorOf(index), values: stood },
    })),
    provisioned.flatMap(({ inUse: values }) => values),
  )
  const inUse = buildChart(
    {
      ...common,
      id: 'provisioned',
      title: `Provisioned environments in use · ${subject}`,
      help: 'The highest ProvisionedConcurrentExecutions of each period, against what is allocated; before the first look at the functions, what was allocated then.',
      series: [
        ...provisioned.map(({ qualifier, inUse: values }, index) => ({
          ...{ key: qualifier, label: qualifier, color: colorOf(index), values },
          shape: index === 0 ? ('area' as const) : ('line' as const),
        })),
        ...allocated.moved,
      ],
      limits: allocated.lines,
      known: provisioned[0]?.inUse ?? [],
    },
    grid,
  )
  return [concurrent, refused, inUse]
}

type Limit = { label: string; color: string; values: readonly (number | null)[] }

type DrawnLimits = {
  lines: { label: string; color: string; value: number | null; least: number | null }[]
  moved: ChartSeries[]
}

/** A limit that stood all the time, or lies far above all that ran, is a line; another is drawn as it was. */
function drawLimits(limits: readonly Limit[], used: readonly (number | null)[]): DrawnLimits {
  const largest = used.reduce<number>((most, value) => Math.max(most, value ?? 0), 0)
  const isLine = ({ values }: Limit) =>
    values.every((value) => value === values[0]) || values.every((value) => value === null || isFar(value, largest))
  return {
    lines: limits.filter(isLine).map(({ label, color, values }) => {
      const stood = values.filter((value) => value !== null).sort((left, right) => left - right)
      return { label, color, value: stood.at(-1) ?? null, least: stood[0] ?? null }
    }),
    moved: limits
      .filter((limit) => !isLine(limit))
      .map(({ label, color, values }) => ({
        ...{ key: label, label, color, values, shape: 'line', stepped: true, dashed: true },
      })),
  }
}

function colorOf(index: number): string {
  return COLORS[index % COLORS.length] ?? 'var(--series-4)'
}
