import type { Figure } from '@/bench/figure'
import type { TraceLoad } from '@/bench/trace-page/measure-trace-page'

type Limit = Pick<Figure, 'atMost' | 'atLeast'>
/** By the name of the figure, without the part before it. */
export type Limits = Readonly<Record<string, Limit>>

/** What is said of the loads of a page; null where a load was not asked for it. */
const FIGURES: readonly { name: string; unit: string; of: (load: TraceLoad) => number | undefined }[] = [
  { name: 'painted_ms', unit: 'ms', of: ({ paintedMs }) => paintedMs },
  { name: 'blocking_ms', unit: 'ms', of: ({ blockingMs }) => blockingMs },
  { name: 'js_gzip_kb', unit: 'KB', of: ({ jsKb }) => jsKb },
  { name: 'js_before_paint_kb', unit: 'KB', of: ({ jsBeforePaintKb }) => jsBeforePaintKb },
  { name: 'data_gzip_kb', unit: 'KB', of: ({ dataKb }) => dataKb },
  { name: 'heap_mb', unit: 'MB', of: ({ heapMb }) => heapMb },
  { name: 'click_ms', unit: 'ms', of: ({ use }) => use?.clickMs },
  { name: 'collapse_ms', unit: 'ms', of: ({ use }) => use?.collapseMs },
  { name: 'scroll_fps', unit: 'fps', of: ({ use }) => use?.scroll.fps },
  { name: 'scroll_longest_frame_ms', unit: 'ms', of: ({ use }) => use?.scroll.longestMs },
  { name: 'fling_fps', unit: 'fps', of: ({ use }) => use?.fling.fps },
  { name: 'fling_blank', unit: '%', of: ({ use }) => use?.fling.blankPercent },
]

/** Reports the medians of loads of one page, each name after the prefix. */
export function reportLoads(
  { prefix, loads, limits = {} }: { prefix: string; loads: readonly TraceLoad[]; limits?: Limits },
  report: (figure: Figure) => void,
): void {
  for (const { name, unit, of } of FIGURES) {
    const values = loads.map(of).filter((value) => value !== undefined)
    report({ name: `${prefix}.${name}`, value: medianOf(values), unit, n: values.length, ...limits[name] })
  }
}

/** How many times as long the one page takes until it is painted as the other (medians). */
export function paintedRatio(loads: readonly TraceLoad[], ofLoads: readonly TraceLoad[]): number {
  const [slow, quick] = [loads, ofLoads].map((some) => medianOf(some.map(({ paintedMs }) => paintedMs)))
  return (slow ?? Number.NaN) / (quick ?? Number.NaN)
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
