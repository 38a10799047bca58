import { createSketch, decodeSketch, mergeSketches, type Sketch } from '@/lib/domain/sketch'

/** Closed invocations of one version and result in one stretch of time. Times in ms; durationSketch as encodeSketch wrote it. */
export type Rollup = {
  version: string
  result: string
  invocations: number
  coldStarts: number
  billedMs: number
  gbMs: number
  durationMaxMs: number | null
  initMaxMs: number | null
  maxMemoryUsedMb: number | null
  durationSketch: Uint8Array
}

export type RollupTotals = {
  invocations: number
  errors: number
  timeouts: number
  outOfMemory: number
  initErrors: number
  coldStarts: number
  billedMs: number
  gbMs: number
  durationMaxMs: number | null
  initMaxMs: number | null
  maxMemoryUsedMb: number | null
  durations: Sketch
}

/** Results that Lambda's Errors counts. */
export const FAILED_RESULTS = ['error', 'timeout', 'out-of-memory', 'init-error'] as const
const FAILED: ReadonlySet<string> = new Set(FAILED_RESULTS)

const SUMS = [
  'invocations',
  'errors',
  'timeouts',
  'outOfMemory',
  'initErrors',
  'coldStarts',
  'billedMs',
  'gbMs',
] as const
const HIGHEST = ['durationMaxMs', 'initMaxMs', 'maxMemoryUsedMb'] as const

/** Adds rollups up. errors: every failed result, timeouts, out-of-memory and init errors included, as Lambda's Errors counts. */
export function addRollups(rollups: Iterable<Rollup>): RollupTotals {
  const totals = noRollups()
  for (const rollup of rollups) addRollup(totals, rollup)
  return totals
}

/** The totals of nothing. */
export function noRollups(): RollupTotals {
  return {
    invocations: 0,
    errors: 0,
    timeouts: 0,
    outOfMemory: 0,
    initErrors: 0,
    coldStarts: 0,
    billedMs: 0,
    gbMs: 0,
    durationMaxMs: null,
    initMaxMs: null,
    maxMemoryUsedMb: null,
    durations: createSketch(),
  }
}

/** Adds one rollup to totals, in place. */
export function addRollup(totals: RollupTotals, rollup: Rollup): void {
  totals.invocations += rollup.invocations
  if (FAILED.has(rollup.result)) totals.errors += rollup.invocations
  if (rollup.result === 'timeout') totals.timeouts += rollup.invocations
  if (rollup.result === 'out-of-memory') totals.outOfMemory += rollup.invocations
  if (rollup.result === 'init-error') totals.initErrors += rollup.invocations
  totals.coldStarts += rollup.coldStarts
  totals.billedMs += rollup.billedMs
  totals.gbMs += rollup.gbMs
  totals.durationMaxMs = higher(totals.durationMaxMs, rollup.durationMaxMs)
  totals.initMaxMs = higher(totals.initMaxMs, rollup.initMaxMs)
  totals.maxMemoryUsedMb = higher(totals.maxMemoryUsedMb, rollup.maxMemoryUsedMb)
  mergeSketches(totals.durations, decodeSketch(rollup.durationSketch))
}

/** Adds totals of other invocations to totals, in place. */
export function addTotals(totals: RollupTotals, other: RollupTotals): void {
  for (const sum of SUMS) totals[sum] += other[sum]
  for (const most of HIGHEST) totals[most] = higher(totals[most], other[most])
  mergeSketches(totals.durations, other.durations)
}

/** The higher of two values of which either may not be known. */
export function higher(left: number | null, right: number | null): number | null {
  if (left === null) return right
  return right === null ? left : Math.max(left, right)
}
