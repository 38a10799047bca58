import { findHoles, type TimeRange } from '@/lib/sync/time-ranges'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS

/** The stretch that pages show first. */
export const RECENT_MS = 3 * HOUR_MS

export type LivePlan = {
  /** What to read now. */
  window: TimeRange
  /** What was answered before but could still have changed, and is older than the window: to be read again by the backfill. */
  forget: TimeRange | null
}

/**
 * The newest stretch to read. It reaches back over everything that was still unsettled at the last read (overlapMs before
 * it), but never further than longestMs: after a long pause the rest is left to the backfill, so that the newest data
 * comes first. liveAtMs: end of the last live read, null on the first run, which takes firstMs.
 */
export function planLive(input: {
  liveAtMs: number | null
  nowMs: number
  targetFromMs: number
  overlapMs: number
  firstMs: number
  longestMs: number
}): LivePlan {
  const { liveAtMs, nowMs, targetFromMs } = input
  const unsettledMs = liveAtMs === null ? nowMs - input.firstMs : Math.min(liveAtMs, nowMs) - input.overlapMs
  const fromMs = Math.min(nowMs, Math.max(unsettledMs, nowMs - input.longestMs, targetFromMs))
  const forget = liveAtMs !== null && unsettledMs < fromMs ? { fromMs: unsettledMs, toMs: fromMs } : null
  return { window: { fromMs, toMs: nowMs }, forget }
}

/**
 * Where a live read stands when its window is stored up to a moment: what it reads again does not take it back.
 * liveAtMs: where it stood before.
 */
export function advanceLive(liveAtMs: number | null, reachedMs: number, nowMs: number): number {
  return Math.max(reachedMs, Math.min(liveAtMs ?? reachedMs, nowMs))
}

/**
 * The newest stretch between target and now that is not covered yet, at most sliceMs long; null when there is none.
 * No stretch reaches from the last three hours into what is older: the pages show those first.
 */
export function planBackfill(input: {
  covered: readonly TimeRange[]
  targetFromMs: number
  nowMs: number
  sliceMs: number
}): TimeRange | null {
  const newest = findHoles(input.covered, { fromMs: input.targetFromMs, toMs: input.nowMs }).at(-1)
  if (newest === undefined) return null
  const recentFromMs = input.nowMs - RECENT_MS
  const floorMs = newest.toMs > recentFromMs ? Math.max(newest.fromMs, recentFromMs) : newest.fromMs
  return { fromMs: Math.max(floorMs, newest.toMs - input.sliceMs), toMs: newest.toMs }
}
