import type { TimeRange } from '@/lib/sync/time-ranges'

/** beganAtMs: of the pass; reachedMs: how far it has read; sliceMs: how much of time it reads at once; pages: so far. */
export type Repair = { beganAtMs: number; reachedMs: number; sliceMs: number; pages: number }

const HOUR_MS = 3_600_000
/** Lines come up to six hours late: older ones are as they stay when a pass begins. */
const LATEST_MS = 6.25 * HOUR_MS
const EVERY_MS = HOUR_MS
/** A group of so many pages has a pass less often: each reads hours of it again. */
const BUSY_PAGES = 100
const BUSY_EVERY_MS = 3 * HOUR_MS
const LARGEST_SLICE_MS = LATEST_MS + EVERY_MS
const SMALLEST_SLICE_MS = 5 * 60_000
/** Of one run, every 30 s. No slice is so small that a pass would be read more slowly than the group grows. */
const FEW_PAGES = 6
const MANY_PAGES = 20

/**
 * What to read again for lines that came later than the overlap of the live reads: once an hour everything that was
 * not settled when the last pass began, one slice a run, oldest first. A pass that takes longer is read to its end first.
 * firstMs: what is older was never read. overlapMs: what is younger than that when a pass begins, the live reads read again themselves.
 */
export function planRepair(
  repair: Repair | null,
  { nowMs, firstMs, overlapMs }: { nowMs: number; firstMs: number; overlapMs: number },
): { repair: Repair; window: TimeRange | null } {
  if (repair === null)
    return { repair: { beganAtMs: nowMs, reachedMs: nowMs, sliceMs: HOUR_MS, pages: 0 }, window: null }
  const endMs = ({ beganAtMs }: Repair) => beganAtMs - overlapMs
  const isDone = repair.reachedMs >= endMs(repair)
  const everyMs = repair.pages > BUSY_PAGES ? BUSY_EVERY_MS : EVERY_MS
  if (isDone && nowMs - repair.beganAtMs < everyMs) return { repair, window: null }
  const reachedMs = Math.max(repair.beganAtMs - LATEST_MS, firstMs)
  const pass = isDone ? { ...repair, beganAtMs: nowMs, reachedMs, pages: 0 } : repair
  const window = { fromMs: pass.reachedMs, toMs: Math.min(pass.reachedMs + pass.sliceMs, endMs(pass)) }
  return { repair: pass, window: window.fromMs < window.toMs ? window : null }
}

/** The pass after what was read of its window in so many pages. */
export function advanceRepair(repair: Repair, read: TimeRange, pages: number): Repair {
  const factor = pages <= FEW_PAGES ? 2 : pages > MANY_PAGES ? 0.5 : 1
  const sliceMs = Math.min(LARGEST_SLICE_MS, Math.max(SMALLEST_SLICE_MS, repair.sliceMs * factor))
  return { ...repair, reachedMs: read.toMs, sliceMs, pages: repair.pages + pages }
}
