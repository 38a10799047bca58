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

/** What buckets hold beside the part of the window that is counted; of the first and the last, others are whole or gaps. */
export function findCuts(
  { atMs, periodMs }: Pick<ChartSpec, 'atMs' | 'periodMs'>,
  counted: ChartGap,
  gaps: readonly ChartGap[],
): ChartGap[] {
  const [firstMs, lastMs] = [atMs[0], atMs.at(-1)]
  if (firstMs === undefined || lastMs === undefined) return []
  const isGap = (at: number) => gaps.some(({ fromMs, toMs }) => at >= fromMs && at < toMs)
  const before = { fromMs: firstMs, toMs: Math.min(counted.fromMs, firstMs + periodMs) }
  const after = { fromMs: Math.max(counted.toMs, lastMs), toMs: lastMs + periodMs }
  return [before, after].filter(({ fromMs, toMs }, index) => fromMs < toMs && !isGap(index === 0 ? firstMs : lastMs))
}

/** What of the bucket that begins at a moment is counted, where that is not all of it or a gap; else null. */
export function countedPart(at: number, { cuts, periodMs }: Pick<ChartSpec, 'cuts' | 'periodMs'>): ChartGap | null {
  const own = (cuts ?? []).filter(({ fromMs, toMs }) => fromMs < at + periodMs && toMs > at)
  if (own.length === 0) return null
  return {
    fromMs: Math.max(at, ...own.filter(({ fromMs }) => fromMs === at).map(({ toMs }) => toMs)),
    toMs: Math.min(at + periodMs, ...own.filter(({ fromMs }) => fromMs > at).map(({ fromMs }) => fromMs)),
  }
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
