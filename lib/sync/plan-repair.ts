import type { TimeRange } from '@/lib/sync/time-ranges'

/** beganAtMs: of the pass; reachedMs: how far it has read; sliceMs: how much of time it reads at once. */
export type Repair = { beganAtMs: number; reachedMs: number; sliceMs: number }

const HOUR_MS = 3_600_000
const EVERY_MS = HOUR_MS
/** Lines come up to six hours late; a pass begins within the hour after that, and takes its time. */
const REACH_MS = 7.25 * HOUR_MS
const SMALLEST_SLICE_MS = 5 * 60_000
const FEW_PAGES = 2
const MANY_PAGES = 4

/**
 * What to read again for lines that came later than the overlap of the live reads: once an hour everything since REACH_MS
 * ago, one slice a run, oldest first. A pass that takes longer than an hour is read to its end first.
 * overlapMs: what is younger than that when a pass begins, the live reads read again themselves.
 */
export function planRepair(
  repair: Repair | null,
  { nowMs, targetFromMs, overlapMs }: { nowMs: number; targetFromMs: number; overlapMs: number },
): { repair: Repair; window: TimeRange | null } {
  if (repair === null) return { repair: { beganAtMs: nowMs, reachedMs: nowMs, sliceMs: HOUR_MS }, window: null }
  const endMs = ({ beganAtMs }: Repair) => beganAtMs - overlapMs
  const isDone = repair.reachedMs >= endMs(repair)
  if (isDone && nowMs - repair.beganAtMs < EVERY_MS) return { repair, window: null }
  const pass = isDone ? { ...repair, beganAtMs: nowMs, reachedMs: Math.max(nowMs - REACH_MS, targetFromMs) } : repair
  const window = { fromMs: pass.reachedMs, toMs: Math.min(pass.reachedMs + pass.sliceMs, endMs(pass)) }
  return { repair: pass, window: window.fromMs < window.toMs ? window : null }
}

/** The pass after its window was read in so many pages. */
export function advanceRepair(repair: Repair, window: TimeRange, pages: number): Repair {
  const factor = pages <= FEW_PAGES ? 2 : pages > MANY_PAGES ? 0.5 : 1
  const sliceMs = Math.min(REACH_MS, Math.max(SMALLEST_SLICE_MS, repair.sliceMs * factor))
  return { ...repair, reachedMs: window.toMs, sliceMs }
}
