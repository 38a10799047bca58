export type ChartUnit = 'count' | 'ms' | 'mb' | 'usd'

export type ChartSeries = {
  key: string
  label: string
  /** A CSS colour, a token as a rule. */
  color: string
  shape: 'area' | 'line'
  dashed?: boolean
  /** A line that goes from bucket to bucket in steps, as areas do. */
  stepped?: boolean
  /** Stands on the stacked series before it. */
  stacked?: boolean
  values: readonly (number | null)[]
}

/** A line across the chart, named above it; above says that it lies beyond the top and is only named there. */
export type ChartLine = { label: string; value: number; color: string; above: boolean }

/** A mark at atMs for what happened from then until untilMs. */
export type ChartFlag = { atMs: number; untilMs: number; label: string }

export type ChartGap = { fromMs: number; toMs: number }

export type Tick = { at: number; label: string }

/** Everything that is drawn, decided. atMs: starts of the buckets, one for each value of every series. */
export type ChartSpec = {
  id: string
  title: string
  help: string
  unit: ChartUnit
  fromMs: number
  toMs: number
  periodMs: number
  atMs: readonly number[]
  series: ChartSeries[]
  lines: ChartLine[]
  gaps: ChartGap[]
  /** What of the first and last bucket is not counted, because the window begins within the one or is not over in the other. */
  cuts?: ChartGap[]
  gapReason: string
  yTicks: Tick[]
  xTicks: Tick[]
  /** Nothing was counted in the whole window. */
  empty: 'nothing happened' | 'nothing where known' | 'not known' | null
}
