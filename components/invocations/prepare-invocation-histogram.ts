import type { DataTable } from '@/components/charts/data-table'
import { pickTimeTicks } from '@/components/charts/pick-ticks'
import { resultWords } from '@/lib/client/result-words'
import type { InvocationFacetsResponse } from '@/lib/contracts/invocations'
import { formatAbsoluteTime, formatCount } from '@/lib/domain/format'
import { describeRefusal } from '@/lib/domain/read-extent'

/** From the bottom of a bar to its top: what failed is seen first. */
export const RESULT_SERIES = [
  { ...resultWords('error'), results: ['error', 'init-error'] },
  { ...resultWords('timeout'), results: ['timeout'] },
  { ...resultWords('out-of-memory'), results: ['out-of-memory'] },
  { ...resultWords('unknown'), results: ['unknown'] },
  { ...resultWords('success'), results: ['success'] },
] as const
const LEAST_SHARE = 0.03
const MOST_TICKS = 6
/* A label in the corner would be cut. */
const MARGIN = 0.03

type Bucket = InvocationFacetsResponse['histogram'][number]
export type InvocationHistogram = ReturnType<typeof prepareInvocationHistogram>

/** Bars by result: parts are shares of the height. A bar whose time is not known has no parts and is marked. */
export function prepareInvocationHistogram({ histogram, periodMs }: InvocationFacetsResponse) {
  const fromMs = histogram[0]?.atMs ?? 0
  const toMs = (histogram.at(-1)?.atMs ?? 0) + periodMs
  const highest = Math.max(1, ...histogram.map(({ counts }) => sumOf(Object.values(counts ?? {}))))
  return {
    ...{ fromMs, toMs, periodMs },
    bars: histogram.map((bucket) => ({
      atMs: bucket.atMs,
      isKnown: bucket.counts !== null,
      sums: RESULT_SERIES.map(({ results }) =>
        bucket.counts === null ? null : sumOf(results.map((result) => bucket.counts?.[result] ?? 0)),
      ),
      parts: partsOf(bucket, highest),
      title: (zone: string) => `${formatAbsoluteTime(bucket.atMs, zone)}: ${describe(bucket)}`,
    })),
    series: RESULT_SERIES.filter(({ results }) =>
      histogram.some(({ counts }) => results.some((result) => (counts?.[result] ?? 0) > 0)),
    ),
    ticks: (zone: string) =>
      pickTimeTicks(fromMs, toMs, zone, MOST_TICKS).filter(({ at }) => {
        const share = (at - fromMs) / (toMs - fromMs)
        return share > MARGIN && share < 1 - MARGIN
      }),
  }
}

/** How many there are; of a window that is read in part, so far, and why no further. */
export function describeTotal({ total, isWhole, refusal }: InvocationFacetsResponse): string {
  const words = `${formatCount(total)} ${total === 1 ? 'invocation' : 'invocations'}`
  if (isWhole) return words
  if (refusal !== null) return `${words} in what is read. ${describeRefusal(refusal)}`
  return `${words} so far: log lines of a part of this window are not read yet`
}

/** Every bar with how many of each result it holds, oldest first. */
export function tableOfHistogram({ bars }: Pick<InvocationHistogram, 'bars'>): DataTable {
  const series = RESULT_SERIES.map(({ label }) => label)
  return {
    columns: ['time', ...series.toReversed()],
    rows: bars.map(({ atMs, sums }) => [new Date(atMs).toISOString(), ...sums.toReversed()]),
  }
}

function partsOf({ counts }: Bucket, highest: number) {
  let from = 0
  return RESULT_SERIES.flatMap(({ color, label, results }) => {
    const count = sumOf(results.map((result) => counts?.[result] ?? 0))
    if (count === 0) return []
    const to = Math.min(1, from + Math.max(LEAST_SHARE, count / highest))
    const part = { color, label, from, to }
    from = to
    return [part]
  })
}

function describe({ counts }: Bucket): string {
  if (counts === null) return 'not known'
  const parts = RESULT_SERIES.flatMap(({ label, results }) => {
    const count = sumOf(results.map((result) => counts[result] ?? 0))
    return count === 0 ? [] : [`${count.toLocaleString('en')} ${label.toLowerCase()}`]
  })
  return parts.length === 0 ? 'no invocation' : parts.join(', ')
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
