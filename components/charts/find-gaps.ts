import type { ChartGap, ChartSpec } from '@/components/charts/chart-spec'

/** Runs of buckets that no answer covers, as windows. known: one value a bucket, null where the source said nothing. */
export function findGaps(atMs: readonly number[], known: readonly (number | null)[], periodMs: number): ChartGap[] {
  const gaps: ChartGap[] = []
  atMs.forEach((fromMs, index) => {
    if ((known[index] ?? null) !== null) return
    const last = gaps.at(-1)
    if (last && last.toMs === fromMs) last.toMs = fromMs + periodMs
    else gaps.push({ fromMs, toMs: fromMs + periodMs })
  })
  return gaps
}

/** Why a chart shows nothing; null when it shows something. known: one value a bucket, null where the source said nothing. */
export function findEmptiness(
  values: readonly (number | null)[],
  known: readonly (number | null)[],
): ChartSpec['empty'] {
  if (values.some((value) => value !== null && value !== 0)) return null
  if (known.every((value) => value === null)) return 'not known'
  return known.includes(null) ? 'nothing where known' : 'nothing happened'
}
