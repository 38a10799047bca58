import type { ChartGap } from '@/components/charts/chart-spec'

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
