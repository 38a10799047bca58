import type { ChartGap, ChartLine, ChartSeries, ChartSpec, ChartUnit } from '@/components/charts/chart-spec'
import { findCuts, findEmptiness, findGaps } from '@/components/charts/find-gaps'
import { formatValue, pickTimeTicks, pickValueTicks } from '@/components/charts/pick-ticks'

export type ChartGrid = {
  fromMs: number
  toMs: number
  periodMs: number
  atMs: readonly number[]
  zone: string
}

type Plan = {
  id: string
  title: string
  help: string
  unit: ChartUnit
  series: readonly ChartSeries[]
  /** least: what a limit was at its lowest, where it changed. */
  limits: readonly { label: string; value: number | null; least?: number | null; color: string }[]
  /** One value a bucket, null where the source said nothing. */
  known: readonly (number | null)[]
  gapReason: string
  /** What of the grid is counted, where its first or last bucket may not be as a whole: then these are drawn whole. */
  counted?: ChartGap
}

/** A limit this many times above what happened would flatten the curve: it is named at the top instead. */
const FAR = 2.5

/** Whether a limit lies so far above the largest value that it is only named. */
export function isFar(limit: number, largest: number): boolean {
  return limit > largest * FAR && largest > 0
}

/** A chart of series that are put together already: ticks, gaps, and limits where they fit. */
export function buildChart({ limits, known, counted, ...plan }: Plan, { zone, ...window }: ChartGrid): ChartSpec {
  const grid = counted === undefined ? window : overWholeBuckets(window)
  const series = plan.series.filter(({ values }, index) => index === 0 || values.some((value) => value !== null))
  const values = series.flatMap((one) => one.values)
  const largest = highestStack(series)
  const lines = limits.flatMap(({ label, value, least = value, color }): ChartLine[] => {
    if (value === null || value <= 0) return []
    const above = isFar(value, largest)
    const [from, to] = [formatValue(least ?? value, plan.unit), formatValue(value, plan.unit)]
    return [{ label: `${label} ${from === to ? to : `${from} to ${to}`}`, value, color, above }]
  })
  const gaps = findGaps(grid.atMs, known, grid.periodMs)
  const top = Math.max(largest, ...lines.filter(({ above }) => !above).map(({ value }) => value))
  return {
    ...plan,
    ...grid,
    series,
    lines,
    gaps,
    ...(counted === undefined ? {} : { cuts: findCuts(grid, counted, gaps) }),
    yTicks: pickValueTicks(top, plan.unit),
    xTicks: pickTimeTicks(grid.fromMs, grid.toMs, zone),
    empty: findEmptiness(values, known),
  }
}

function overWholeBuckets<Grid extends Omit<ChartGrid, 'zone'>>(grid: Grid): Grid {
  const { fromMs, toMs, atMs, periodMs } = grid
  const [firstMs, lastMs] = [atMs[0], atMs.at(-1)]
  if (firstMs === undefined || lastMs === undefined) return grid
  return { ...grid, fromMs: Math.min(fromMs, firstMs), toMs: Math.max(toMs, lastMs + periodMs) }
}

/** Stacked series stand on one another; others beside. */
function highestStack(series: readonly ChartSeries[]): number {
  const stacked = series.filter(({ stacked: isStacked }) => isStacked)
  const sums = (stacked[0]?.values ?? []).map((_, index) =>
    stacked.reduce((sum, { values }) => sum + (values[index] ?? 0), 0),
  )
  const others = series.filter(({ stacked: isStacked }) => !isStacked).flatMap(({ values }) => values)
  return [...sums, ...others].reduce<number>((most, value) => Math.max(most, value ?? 0), 0)
}
