import { MINUTE_MS } from '@/lib/sync/plan-windows'
import type { TimeRange } from '@/lib/sync/time-ranges'

/**
 * What more of a window is whole once this page of it is stored, reachedMs being how far it was before. Pages come by
 * time: all before the minute of the page's earliest line; that minute is not over. Null when that is nothing.
 */
export function wholePart(
  window: TimeRange,
  reachedMs: number,
  { events, isLast }: { events: readonly { atMs: number }[]; isLast: boolean },
): TimeRange | null {
  if (isLast) return { fromMs: reachedMs, toMs: window.toMs }
  const earliestMs = events.reduce((least, { atMs }) => Math.min(least, atMs), Number.POSITIVE_INFINITY)
  const toMs = events.length === 0 ? reachedMs : Math.floor(earliestMs / MINUTE_MS) * MINUTE_MS
  return toMs > reachedMs ? { fromMs: reachedMs, toMs: Math.min(toMs, window.toMs) } : null
}
