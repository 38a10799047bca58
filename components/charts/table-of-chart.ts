import type { ChartSpec } from '@/components/charts/chart-spec'
import type { DataTable } from '@/components/charts/data-table'

const UNITS = { count: '', ms: ' (ms)', mb: ' (MB)', usd: ' (USD)' }

/** What a chart draws, oldest first: the start of each bucket, and the value of every series in it. */
export function tableOfChart({ unit, atMs, series }: ChartSpec): DataTable {
  return {
    columns: ['time', ...series.map(({ label }) => `${label}${UNITS[unit]}`)],
    rows: atMs.map((at, index) => [new Date(at).toISOString(), ...series.map(({ values }) => values[index] ?? null)]),
  }
}
