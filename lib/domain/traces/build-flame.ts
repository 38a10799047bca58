import { type CallPath, mergeCallPaths } from '@/lib/domain/traces/merge-call-paths'
import type { Operation } from '@/lib/domain/traces/operation-of'
import type { Span } from '@/lib/domain/traces/span'

/**
 * A rectangle of a flame graph that is merged by call path. Its width is the time that its spans and all below them spent
 * themselves, so that no rectangle is wider than the one it stands on, however many ran at once. left and width are shares
 * of the whole; size counts it with all below it. totalMs: from start to end of each span that ended, added up; both times
 * are null when none did.
 */
export type FlameNode = Operation & {
  depth: number
  size: number
  left: number
  width: number
  count: number
  failed: number
  totalMs: number | null
  selfMs: number | null
  slowestId: string
}

/** wholeMs: the self time of all spans, which is the width of the graph. */
export type Flame = { wholeMs: number; nodes: FlameNode[] }

/** The flame graph of a trace; parents before children, siblings by when the first of their spans began. */
export function buildFlame(tree: { spans: readonly Span[]; startMs: number }): Flame {
  const roots = mergeCallPaths(tree)
  const weights = weigh(roots)
  const wholeMs = roots.reduce((sum, path) => sum + (weights.get(path)?.ms ?? 0), 0)
  const nodes: FlameNode[] = []
  const open: { path: CallPath; left: number }[] = []
  const push = (paths: readonly CallPath[], fromMs: number) => {
    const placed: { path: CallPath; left: number }[] = []
    let left = fromMs
    for (const path of paths) {
      placed.push({ path, left })
      left += weights.get(path)?.ms ?? 0
    }
    open.push(...placed.reverse())
  }
  push(roots, 0)
  const share = (ms: number) => (wholeMs > 0 ? ms / wholeMs : 0)
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { children, offsetMs: _, ...path } = next.path
    const { ms = 0, size = 1 } = weights.get(next.path) ?? {}
    nodes.push({ ...nodeOf(path), size, left: share(next.left), width: share(ms) })
    push(children, next.left)
  }
  return { wholeMs: rounded(wholeMs), nodes }
}

/** Of each path the self time of it and all below it, and how many paths that are. */
function weigh(roots: readonly CallPath[]): Map<CallPath, { ms: number; size: number }> {
  const ordered: CallPath[] = []
  const open = [...roots]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    ordered.push(next)
    for (const child of next.children) open.push(child)
  }
  const weights = new Map<CallPath, { ms: number; size: number }>()
  for (const path of ordered.reverse()) {
    const below = path.children.map((child) => weights.get(child))
    weights.set(path, {
      ms: below.reduce((sum, weight) => sum + (weight?.ms ?? 0), path.selfMs ?? 0),
      size: below.reduce((sum, weight) => sum + (weight?.size ?? 0), 1),
    })
  }
  return weights
}

function nodeOf(path: Omit<CallPath, 'children' | 'offsetMs'>) {
  const { service, type, name, operation, depth, count, failed, totalMs, selfMs, slowestId } = path
  return {
    ...{ service, type, name, operation, depth, count, failed, slowestId },
    ...{ totalMs: totalMs === null ? null : rounded(totalMs), selfMs: selfMs === null ? null : rounded(selfMs) },
  }
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
