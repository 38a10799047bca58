import { LAST_MOMENT_MS, LONGEST_SPAN, LONGEST_WINDOW_MS, movingWindow, parseSpan } from '@/lib/domain/time-range'

export const RANGE_PRESETS = ['15m', '1h', '3h', '6h', '24h', '7d', '30d'] as const
const DEFAULT_RANGE = '3h'
const DEFAULT_MS = 3 * 3_600_000

/** The last so-and-so long ('3h'), which moves with the clock, or two fixed moments. */
export type RangeChoice = { preset: string } | { fromMs: number; toMs: number }

type ParamReader = { get(name: string): string | null }

/** The range that a URL asks for, its newest 92 days when longer. What cannot be read falls back to the last three hours. */
export function readRange(params: ParamReader): RangeChoice {
  const fromMs = Number(params.get('from') ?? Number.NaN)
  const toMs = Number(params.get('to') ?? Number.NaN)
  if (
    Number.isSafeInteger(fromMs) &&
    Number.isSafeInteger(toMs) &&
    fromMs >= 0 &&
    toMs > fromMs &&
    toMs <= LAST_MOMENT_MS
  )
    return { fromMs: Math.max(fromMs, toMs - LONGEST_WINDOW_MS), toMs }
  const preset = params.get('range') ?? ''
  if (parseSpan(preset) !== null) return { preset }
  return { preset: /^[1-9]\d*[mhd]$/.test(preset) ? LONGEST_SPAN : DEFAULT_RANGE }
}

/** The window at a moment, epoch milliseconds, from inclusive, to exclusive. */
export function rangeWindow(range: RangeChoice, nowMs: number): { from: number; to: number } {
  if ('fromMs' in range) return { from: range.fromMs, to: range.toMs }
  const { fromMs, toMs } = movingWindow(parseSpan(range.preset) ?? DEFAULT_MS, nowMs)
  return { from: fromMs, to: toMs }
}

/** What a URL holds for a range; null takes a parameter away. */
export function rangeParams(range: RangeChoice): Record<'range' | 'from' | 'to', string | null> {
  if ('fromMs' in range) return { range: null, from: String(range.fromMs), to: String(range.toMs) }
  return { range: range.preset === DEFAULT_RANGE ? null : range.preset, from: null, to: null }
}

/** Same text for the same choice: "last 1h" stays one key while the clock moves. */
export function rangeKey(range: RangeChoice): string {
  return 'fromMs' in range ? `${range.fromMs}-${range.toMs}` : range.preset
}
