import type { CompareTraceResponse } from '@/lib/contracts/trace-tools'
import { formatDuration } from '@/lib/domain/format'

export type ComparedPath = CompareTraceResponse['paths'][number]

/** A difference in time with its sign; nothing for none. */
export function formatDifference(ms: number | null): string {
  if (ms === null) return '—'
  if (ms === 0) return 'none'
  return `${ms > 0 ? '+' : '−'}${formatDuration(Math.abs(ms))}`
}

/** Whether the two traces differ in a path: it is not in both, fails in one only, or is called more often. */
function differs({ change, a, b }: ComparedPath): boolean {
  return change !== 'same' || a?.count !== b?.count || (a?.failed ?? 0) > 0 !== (b?.failed ?? 0) > 0
}

/** The indexes of the paths that are shown: all, or those that differ with what they stand under. */
export function listCompared(paths: readonly ComparedPath[], onlyChanges: boolean): number[] {
  if (!onlyChanges) return paths.map((_, index) => index)
  const shown = new Set<number>()
  const above: number[] = []
  paths.forEach((path, index) => {
    above.length = path.depth
    above[path.depth] = index
    if (differs(path)) for (const at of above) if (at !== undefined) shown.add(at)
  })
  return [...shown].sort((left, right) => left - right)
}

/** What became of a path, in words. */
export function describeChange(path: ComparedPath, paths: readonly ComparedPath[]): string {
  if (path.change !== 'moved') return path.change
  const other = paths[path.movedFrom ?? path.movedTo ?? -1]
  const caller = other === undefined ? null : callerOf(other, paths)
  return `moved ${path.movedFrom === null ? 'to' : 'from'} ${caller ?? 'the top'}`
}

function callerOf(path: ComparedPath, paths: readonly ComparedPath[]): string | null {
  for (let index = paths.indexOf(path) - 1; index >= 0; index -= 1) {
    const before = paths[index]
    if (before !== undefined && before.depth < path.depth) return before.name
  }
  return null
}
