/** A stretch of time, epoch milliseconds, from inclusive, to exclusive. */
export type Window = { fromMs: number; toMs: number }

/** Stretches for which a source has answered: in time order, not touching one another. */
export type Covered = readonly Window[]

const MINUTE = 60_000

/** Widens a window to whole minutes, which is the finest that CloudWatch keeps. */
export function widenToMinutes({ fromMs, toMs }: Window, periodMs = MINUTE): Window {
  return { fromMs: Math.floor(fromMs / periodMs) * periodMs, toMs: Math.ceil(toMs / periodMs) * periodMs }
}

/** Whether every moment of the window is covered; a window of no length always is. */
export function isCovered(covered: Covered, { fromMs, toMs }: Window): boolean {
  return toMs <= fromMs || covered.some((part) => part.fromMs <= fromMs && part.toMs >= toMs)
}

/** The parts of the window that are covered. */
export function clipCovered(covered: Covered, { fromMs, toMs }: Window): Window[] {
  return covered
    .map((part) => ({ fromMs: Math.max(part.fromMs, fromMs), toMs: Math.min(part.toMs, toMs) }))
    .filter((part) => part.toMs > part.fromMs)
}

/** What both cover. */
export function intersectCovered(left: Covered, right: Covered): Window[] {
  return left.flatMap((part) => clipCovered(right, part))
}

/** Covered share of the window, 0 to 1; 1 for a window of no length. */
export function coveredShare(covered: Covered, window: Window): number {
  const length = window.toMs - window.fromMs
  if (length <= 0) return 1
  return clipCovered(covered, window).reduce((sum, part) => sum + part.toMs - part.fromMs, 0) / length
}

/**
 * Where counting has to stop: a source that is only a little behind the clock has not failed, so that the window ends
 * where it ends, in whole minutes. A source further behind than toleranceMs leaves the window as it is (and its sums unknown).
 */
export function countedEnd(covered: Covered, window: Window, nowMs: number, toleranceMs: number): number {
  const last = covered.findLast((part) => part.fromMs < window.toMs)
  if (last === undefined || last.toMs >= window.toMs || last.toMs < nowMs - toleranceMs) return window.toMs
  return Math.max(window.fromMs, Math.floor(last.toMs / MINUTE) * MINUTE)
}

/** Whether the window is covered up to where counting has to stop (see countedEnd); not when nothing of it is. */
export function isCountable(covered: Covered, window: Window, nowMs: number, toleranceMs: number): boolean {
  return covered.length > 0 && isCovered(covered, { ...window, toMs: countedEnd(covered, window, nowMs, toleranceMs) })
}

/**
 * The sum of one bucket of a series: null when part of it is not covered, unless the bucket is still running and its
 * covered part reaches back to its start: then what was answered so far.
 */
export function sumOfBucket(sum: number, bucket: Window, covered: Covered, nowMs: number): number | null {
  if (isCovered(covered, bucket)) return sum
  const running = bucket.toMs > nowMs
  const begun = covered.some((part) => part.fromMs <= bucket.fromMs && part.toMs > bucket.fromMs)
  return running && begun ? sum : null
}
