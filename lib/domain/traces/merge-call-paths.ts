import { type Operation, operationsOf } from '@/lib/domain/traces/operation-of'
import { selfTimes } from '@/lib/domain/traces/self-times'
import type { Span } from '@/lib/domain/traces/span'

/**
 * All the spans of a trace that were called in the same way: the same operations of the same services above them. Times
 * are of those that ended, null when none did. offsetMs: when the first of them began, from the start of the trace. slowestId: the longest.
 */
export type CallPath = Operation & {
  depth: number
  count: number
  failed: number
  totalMs: number | null
  selfMs: number | null
  offsetMs: number
  slowestId: string
  children: CallPath[]
}

type Open = CallPath & { byOperation: Map<string, Open>; slowestMs: number }
type Whole = { spans: readonly Span[]; startMs: number }

/** The call paths of a trace as trees; children by when the first of their spans began. */
export function mergeCallPaths({ spans, startMs }: Whole): CallPath[] {
  const operations = operationsOf(spans)
  const self = selfTimes(spans)
  const roots = new Map<string, Open>()
  const paths = new Map<string, Open>()
  for (const span of spans) {
    const operation = operations.get(span.id)
    if (operation === undefined) continue
    const above = span.parentId === null ? undefined : paths.get(span.parentId)
    const siblings = above?.byOperation ?? roots
    const key = JSON.stringify(operation)
    const path = siblings.get(key) ?? open(operation, above, span)
    if (!siblings.has(key)) {
      siblings.set(key, path)
      above?.children.push(path)
    }
    paths.set(span.id, path)
    add(path, span, { startMs, selfMs: self.get(span.id) ?? null })
  }
  // A child is put in its place once all of its spans are known.
  for (const path of new Set(paths.values())) path.children.sort(byOffset)
  return [...roots.values()].sort(byOffset)
}

function open(operation: Operation, above: Open | undefined, { id }: Span): Open {
  const depth = above === undefined ? 0 : above.depth + 1
  const nothing = { count: 0, failed: 0, totalMs: null, selfMs: null, offsetMs: Number.POSITIVE_INFINITY }
  return { ...operation, ...nothing, depth, slowestId: id, children: [], byOperation: new Map(), slowestMs: -1 }
}

function add(path: Open, span: Span, { startMs, selfMs }: { startMs: number; selfMs: number | null }): void {
  const ms = span.endMs === null ? null : Math.max(0, span.endMs - span.startMs)
  path.count += 1
  if (span.error || span.fault || span.throttle) path.failed += 1
  path.totalMs = sumOf(path.totalMs, ms)
  path.selfMs = sumOf(path.selfMs, selfMs)
  path.offsetMs = Math.min(path.offsetMs, span.startMs - startMs)
  if (ms === null || ms <= path.slowestMs) return
  path.slowestMs = ms
  path.slowestId = span.id
}

/** Of what is known; null when nothing is. */
function sumOf(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : a + b
}

function byOffset(a: CallPath, b: CallPath): number {
  return a.offsetMs - b.offsetMs
}
