import { MINUTE_MS } from '@/lib/sync/plan-windows'
import type { TimeRange } from '@/lib/sync/time-ranges'

/**
 * What more of a window is whole once this page of it is stored, reachedMs being how far it was before. Pages come by
 * time: all before the minute of the page's earliest line; that minute is not over. Null when that is nothing.
 * earliestMs: of the page's lines; Infinity when it has none.
 */
export function wholePart(
  window: TimeRange,
  reachedMs: number,
  { earliestMs, isLast }: { earliestMs: number; isLast: boolean },
): TimeRange | null {
  if (isLast) return { fromMs: reachedMs, toMs: window.toMs }
  const toMs = Number.isFinite(earliestMs) ? Math.floor(earliestMs / MINUTE_MS) * MINUTE_MS : reachedMs
  return toMs > reachedMs ? { fromMs: reachedMs, toMs: Math.min(toMs, window.toMs) } : null
}
