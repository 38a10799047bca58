const MINUTE_MS = 60_000
/** Lines arrive minutes late, mostly seconds. */
const LATE_MS = 10 * MINUTE_MS
const MOSTLY_LATE_MS = 2 * MINUTE_MS
const DEEP_EVERY_MS = 5 * MINUTE_MS
/** A read each 30 s is late by at most this. */
const SLACK_MS = MINUTE_MS
const FEW_PAGES = 3

/** The last live read that looked back over all late lines: when, and in how many pages. */
export type DeepRead = { atMs: number; pages: number }

/**
 * How far a live read looks back before the last one for late lines. Where that costs only a few pages, always ten
 * minutes. Where a group has more, twenty times as much would be read as is written: then two minutes, and every five
 * minutes as far as finds all that came up to ten minutes late.
 */
export function planOverlap(deep: DeepRead | null, nowMs: number): { overlapMs: number; isDeep: boolean } {
  if (deep === null || deep.pages <= FEW_PAGES) return { overlapMs: LATE_MS, isDeep: true }
  const isDeep = nowMs - deep.atMs >= DEEP_EVERY_MS || deep.atMs > nowMs
  return { overlapMs: isDeep ? LATE_MS + DEEP_EVERY_MS + SLACK_MS : MOSTLY_LATE_MS, isDeep }
}
