import type { DataTable } from '@/components/charts/data-table'
import { pickTimeTicks } from '@/components/charts/pick-ticks'
import type { LogHistogramResponse } from '@/lib/contracts/logs'
import { formatAbsoluteTime } from '@/lib/domain/format'

type LevelKey = keyof LogHistogramResponse['buckets'][number]['counts']

/** From the bottom of a bar to its top: what is worst is seen first. */
export const LEVEL_SERIES: readonly { label: string; color: string; keys: readonly LevelKey[] }[] = [
  { label: 'error', color: 'var(--fault)', keys: ['error', 'fatal'] },
  { label: 'warn', color: 'var(--error)', keys: ['warn'] },
  { label: 'info', color: 'var(--series-1)', keys: ['info'] },
  { label: 'debug', color: 'var(--series-8)', keys: ['debug', 'trace'] },
  { label: 'no level', color: 'var(--line-strong)', keys: ['none'] },
]
const LEAST_SHARE = 0.03
const MOST_TICKS = 6
/* A label in the corner would be cut. */
const MARGIN = 0.03

/** Bars of a histogram: parts are shares of the height, by level, and what is there at all can be seen. */
export function prepareLogHistogram(histogram: LogHistogramResponse) {
  const { buckets, periodMs, sampledShare } = histogram
  const fromMs = buckets[0]?.atMs ?? 0
  const toMs = (buckets.at(-1)?.atMs ?? 0) + periodMs
  const sums = buckets.map(({ counts }) =>
    sumOf(
      counts,
      LEVEL_SERIES.flatMap(({ keys }) => keys),
    ),
  )
  const highest = Math.max(1, ...sums)
  const levels = Object.fromEntries(
    LEVEL_SERIES.flatMap(({ keys }) => keys).map((key) => [
      key,
      buckets.reduce((sum, { counts }) => sum + counts[key], 0),
    ]),
  ) as Record<LevelKey, number>
  return {
    ...{ periodMs, fromMs, toMs, levels },
    buckets: buckets.map((bucket) => ({ ...bucket, isKnown: isKnown(histogram, bucket.atMs) })),
    total: sums.reduce((sum, count) => sum + count, 0),
    isSampled: sampledShare < 1,
    bars: buckets.map(({ atMs, counts }) => ({
      atMs,
      isKnown: isKnown(histogram, atMs),
      parts: partsOf(counts, highest),
      title: (zone: string) =>
        `${formatAbsoluteTime(atMs, zone)}: ${isKnown(histogram, atMs) ? describe(counts) : 'not read'}`,
    })),
    ticks: (zone: string) =>
      pickTimeTicks(fromMs, toMs, zone, MOST_TICKS).filter(({ at }) => {
        const share = (at - fromMs) / (toMs - fromMs)
        return share > MARGIN && share < 1 - MARGIN
      }),
  }
}

/** Every bar with its lines by level, oldest first; what was not read is null. */
export function tableOfLines({ buckets }: Pick<ReturnType<typeof prepareLogHistogram>, 'buckets'>): DataTable {
  return {
    columns: ['time', ...LEVEL_SERIES.map(({ label }) => label)],
    rows: buckets.map(({ atMs, counts, isKnown: known }) => [
      new Date(atMs).toISOString(),
      ...LEVEL_SERIES.map(({ keys }) => (known ? sumOf(counts, keys) : null)),
    ]),
  }
}

function isKnown({ known, periodMs }: LogHistogramResponse, atMs: number): boolean {
  return known.some(({ fromMs, toMs }) => atMs < toMs && atMs + periodMs > fromMs)
}

type Counts = LogHistogramResponse['buckets'][number]['counts']

function partsOf(counts: Counts, highest: number) {
  let from = 0
  return LEVEL_SERIES.flatMap(({ color, keys }) => {
    const count = sumOf(counts, keys)
    if (count === 0) return []
    const to = Math.min(1, from + Math.max(LEAST_SHARE, count / highest))
    const part = { color, from, to }
    from = to
    return [part]
  })
}

function sumOf(counts: Counts, keys: readonly LevelKey[]): number {
  return keys.reduce((sum, key) => sum + counts[key], 0)
}

function describe(counts: Counts): string {
  const parts = LEVEL_SERIES.flatMap(({ label, keys }) => {
    const count = sumOf(counts, keys)
    return count === 0 ? [] : [`${count.toLocaleString('en')} ${label}`]
  })
  return parts.length === 0 ? 'no line' : parts.join(', ')
}
