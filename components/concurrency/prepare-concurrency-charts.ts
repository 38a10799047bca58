import { buildChart, type ChartGrid } from '@/components/charts/build-chart'
import type { ChartSpec } from '@/components/charts/chart-spec'
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
  const concurrent = buildChart(
    {
      ...common,
      id: 'concurrent',
      title: `Concurrent executions · ${subject}`,
      help: 'The highest ConcurrentExecutions of each period, against what bounds it: its own reservation, or the pool of all functions without one.',
      series: [
        { key: 'concurrent', label: 'Concurrent', color: 'var(--series-3)', shape: 'area', values: data.concurrent },
      ],
      limits: [
        data.reserved === null
          ? { label: 'Unreserved pool', value: data.pool, color: 'var(--error)' }
          : { label: 'Reserved', value: data.reserved, color: 'var(--error)' },
      ],
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
  const inUse = buildChart(
    {
      ...common,
      id: 'provisioned',
      title: `Provisioned environments in use · ${subject}`,
      help: 'The highest ProvisionedConcurrentExecutions of each period, against what is allocated.',
      series: provisioned.map(({ qualifier, inUse: values }, index) => ({
        ...{ key: qualifier, label: qualifier, color: colorOf(index), values },
        shape: index === 0 ? ('area' as const) : ('line' as const),
      })),
      limits: provisioned.map(({ qualifier, allocated }, index) => ({
        ...{ label: `${qualifier} allocated`, value: allocated, color: colorOf(index) },
      })),
      known: provisioned[0]?.inUse ?? [],
    },
    grid,
  )
  return [concurrent, refused, inUse]
}

function colorOf(index: number): string {
  return COLORS[index % COLORS.length] ?? 'var(--series-4)'
}
