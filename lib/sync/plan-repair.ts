import { numberOf, recordOf } from '@/lib/sync/aws/parse-values'
import type { TimeRange } from '@/lib/sync/time-ranges'

/** beganAtMs: of the pass; reachedMs: how far it has read; sliceMs: how much of time it reads at once; pages: so far. */
export type Repair = { beganAtMs: number; reachedMs: number; sliceMs: number; pages: number }

/**
 * latestMs: how late what a pass is for comes at most. everyMs: how often a pass begins; busyEveryMs: after one of many
 * pages, as each reads all of it again. overlapMs: what is younger when a pass begins is read again by others. mostSliceMs:
 * how much of time is read at once. longestMs: no pass begins further back; what a pause leaves before that was not read
 * at all, or is left to others.
 */
export type RepairRules = {
  latestMs: number
  everyMs: number
  busyEveryMs: number
  overlapMs: number
  mostSliceMs: number
  longestMs: number
}

const HOUR_MS = 3_600_000
const BUSY_PAGES = 100
const SMALLEST_SLICE_MS = 5 * 60_000
/** Of one run, every 30 s. No slice is so small that a pass would be read more slowly than the group grows. */
const FEW_PAGES = 6
const MANY_PAGES = 20

/** A repair whose first pass is for what had not settled at this moment. */
export function beginRepair(nowMs: number, { mostSliceMs }: RepairRules): Repair {
  return { beganAtMs: nowMs, reachedMs: nowMs, sliceMs: Math.min(HOUR_MS, mostSliceMs), pages: 0 }
}

/** A repair as a cursor keeps it, or null. */
export function repairOf(value: unknown): Repair | null {
  const stored = recordOf(value)
  const [beganAtMs, reachedMs] = [numberOf(stored?.beganAtMs), numberOf(stored?.reachedMs)]
  const [sliceMs, pages] = [numberOf(stored?.sliceMs), numberOf(stored?.pages) ?? 0]
  return beganAtMs === null || reachedMs === null || sliceMs === null ? null : { beganAtMs, reachedMs, sliceMs, pages }
}

/**
 * What to read again for what came later than the live reads look back: now and then everything that was not settled when
 * the last pass began, one slice a run, oldest first. A pass that takes longer is read to its end first. firstMs: what is
 * older was never read.
 */
export function planRepair(
  repair: Repair,
  { nowMs, firstMs }: { nowMs: number; firstMs: number },
  rules: RepairRules,
): { repair: Repair; window: TimeRange | null } {
  const everyMs = repair.pages > BUSY_PAGES ? rules.busyEveryMs : rules.everyMs
  const isDone = isRepaired(repair, rules)
  if (isDone && nowMs >= repair.beganAtMs && nowMs - repair.beganAtMs < everyMs) return { repair, window: null }
  const reachedMs = Math.max(repair.beganAtMs - rules.latestMs, nowMs - rules.longestMs, firstMs)
  const pass = isDone ? { ...repair, beganAtMs: nowMs, reachedMs, pages: 0 } : repair
  const window = {
    fromMs: pass.reachedMs,
    toMs: Math.min(pass.reachedMs + pass.sliceMs, pass.beganAtMs - rules.overlapMs),
  }
  return { repair: pass, window: window.fromMs < window.toMs ? window : null }
}

/** Whether the pass has come to its end. */
export function isRepaired({ reachedMs, beganAtMs }: Repair, { overlapMs }: RepairRules): boolean {
  return reachedMs >= beganAtMs - overlapMs
}

/** The pass after what was read of its window in so many pages. */
export function advanceRepair(repair: Repair, read: TimeRange, pages: number, { mostSliceMs }: RepairRules): Repair {
  const factor = pages <= FEW_PAGES ? 2 : pages > MANY_PAGES ? 0.5 : 1
  const sliceMs = Math.min(mostSliceMs, Math.max(SMALLEST_SLICE_MS, repair.sliceMs * factor))
  return { ...repair, reachedMs: read.toMs, sliceMs, pages: repair.pages + pages }
}
