import type { ChartSpec } from '@/components/charts/chart-spec'

/** By which column Functions tells most of a stretch: that of the shown series that counts most in it. */
export function stretchOrder(
  { id, atMs, series }: Pick<ChartSpec, 'id' | 'atMs' | 'series'>,
  shown: ReadonlySet<string> | null,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): string {
  if (id !== 'fleet-failures') return '-invocations'
  const countOf = (key: string) => {
    if (shown !== null && !shown.has(key)) return -1
    const values = series.find((one) => one.key === key)?.values ?? []
    return values.reduce<number>((sum, value, index) => {
      const at = atMs[index] ?? toMs
      return at >= fromMs && at < toMs ? sum + (value ?? 0) : sum
    }, 0)
  }
  return countOf('throttles') > countOf('errors') ? '-throttles' : '-errors'
}
