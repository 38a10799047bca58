import type { MemoryAdvice } from '@/lib/contracts/performance'
import type { RollupTotals } from '@/lib/domain/add-rollups'
import { type Covered, clipCovered, type Window } from '@/lib/domain/covered-window'
import type { LambdaRates } from '@/lib/domain/lambda-rates'
import { judgeMemory } from '@/lib/domain/performance/judge-memory'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'
import type { LoadGrid, LoadRow } from '@/lib/server/queries/list-load'
import type { MemoryGroupRow } from '@/lib/server/queries/list-memory-groups'

/** What the parts of a function's performance are computed from: what the versions in question did, oldest first, and its sum. */
export type PerformanceFacts = {
  identity: FunctionIdentity
  window: Window
  grid: LoadGrid
  load: readonly LoadRow[]
  groups: readonly MemoryGroupRow[]
  total: RollupTotals
  rates: LambdaRates
  covered: Covered
  nowMs: number
}

/** The Memory Size that would do, by what ran with the size that ran last; null when that is not known. */
export function adviseMemory(facts: PerformanceFacts): MemoryAdvice | null {
  const { identity, load, groups, rates, grid } = facts
  const memoryMb = currentSize(facts) ?? identity.memoryMb
  // What was used of another size says nothing of this one.
  const ofSize = load.filter((row) => row.memoryMb === memoryMb)
  const sinceMs = Math.max(grid.fromMs, grid.originMs + (ofSize[0]?.bucket ?? 0) * grid.periodMs)
  const maxUsedMb = ofSize.reduce<number | null>(
    (most, row) => Math.max(most ?? 0, row.maxMemoryUsedMb ?? 0) || most,
    null,
  )
  const sizes = groups
    .filter((group) => !group.cold)
    .flatMap(({ memoryMb: size, invocations, p50Ms, billedMs }) => {
      if (size === null) return []
      const usdPerMillion = ((billedMs / invocations) * (size / 1024) * rates.usdPerGbSecond * 1_000_000) / 1000
      return [{ memoryMb: size, invocations, p50Ms, usdPerMillion }]
    })
  const advice = judgeMemory({
    memoryMb,
    maxUsedMb,
    outOfMemory: ofSize.reduce((sum, row) => sum + row.outOfMemory, 0),
    invocations: ofSize.reduce((sum, row) => sum + row.invocations, 0),
    windowMs: Math.max(1, coveredMs(facts, sinceMs)),
    durationUsd: (ofSize.reduce((sum, row) => sum + row.gbMs, 0) / 1000) * rates.usdPerGbSecond,
    sizes,
  })
  return advice === null || memoryMb === null || maxUsedMb === null ? null : { ...advice, memoryMb, maxUsedMb }
}

/** How much of the window is read from a moment on, ms: what figures of it are counted by. */
export function coveredMs({ covered, window, nowMs }: PerformanceFacts, fromMs = window.fromMs): number {
  const parts = clipCovered(covered, { fromMs, toMs: Math.min(window.toMs, nowMs) })
  return parts.reduce((sum, part) => sum + part.toMs - part.fromMs, 0)
}

/** The size that ran last: that of the newest invocation; a period of the load may hold several. */
export function currentSize({ groups, load }: PerformanceFacts): number | null {
  const [newest] = groups.filter(({ memoryMb }) => memoryMb !== null).toSorted((a, b) => b.lastAtMs - a.lastAtMs)
  return newest?.memoryMb ?? load.findLast(({ memoryMb }) => memoryMb !== null)?.memoryMb ?? null
}
