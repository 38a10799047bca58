import { beginRepair, isRepaired, type Repair, type RepairRules } from '@/lib/sync/plan-repair'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const FEW_PAGES = 3

/** Lines arrive minutes late, mostly seconds: of a busy group, what its live reads leave. */
export const LATE_LINES: RepairRules = {
  latestMs: 10 * MINUTE_MS,
  everyMs: 5 * MINUTE_MS,
  busyEveryMs: 5 * MINUTE_MS,
  overlapMs: 2 * MINUTE_MS,
  mostSliceMs: HOUR_MS,
  longestMs: 1.5 * HOUR_MS,
}
/** Some come up to six hours late: older ones are as they stay when a pass begins. Less often where that reads hours of much. */
export const LATER_LINES: RepairRules = {
  latestMs: 6.25 * HOUR_MS,
  everyMs: HOUR_MS,
  busyEveryMs: 3 * HOUR_MS,
  overlapMs: LATE_LINES.latestMs,
  mostSliceMs: 7.25 * HOUR_MS,
  longestMs: Number.POSITIVE_INFINITY,
}

/**
 * How far a live read looks back before the last one for late lines. Where that costs only a few pages (late is null), ten
 * minutes. Where a group has more, twenty times as much would be read as is written: then two minutes, and passes of their
 * own (late) find what came up to ten minutes late, so that the newest lines wait for none of it.
 */
export function overlapOf(late: Repair | null): number {
  return late === null ? LATE_LINES.latestMs : LATE_LINES.overlapMs
}

/** The passes after so many pages of a live read that began now, which may be cut short at any of them. */
export function lateAfter(late: Repair | null, pages: number, nowMs: number): Repair | null {
  return late ?? (pages > FEW_PAGES ? beginRepair(nowMs, LATE_LINES) : null)
}

/** None any more where one run has read a pass of few pages whole. */
export function lateUnlessQuiet(late: Repair, nowMs: number): Repair | null {
  const isQuiet = late.beganAtMs === nowMs && late.pages > 0 && late.pages <= FEW_PAGES && isRepaired(late, LATE_LINES)
  return isQuiet ? null : late
}
