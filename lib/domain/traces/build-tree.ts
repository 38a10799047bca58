import { textOf } from '@/lib/domain/json-value'
import { carryRequestIds } from '@/lib/domain/traces/carry-request-ids'
import { describeService, lambdaOf, resourceOf } from '@/lib/domain/traces/describe-service'
import { elapsedMs } from '@/lib/domain/traces/elapsed-ms'
import { type IndexedSegment, indexSegments } from '@/lib/domain/traces/index-segments'
import { orderSpans } from '@/lib/domain/traces/order-spans'
import { indexExceptions, resolveExceptions } from '@/lib/domain/traces/resolve-exceptions'
import type { Segment, SegmentException } from '@/lib/domain/traces/segment'
import type { Span } from '@/lib/domain/traces/span'

export type TraceTree = {
  /** Parents before children, siblings by start. */
  spans: Span[]
  startMs: number
  /** From the first start to the last end of any span: an asynchronous root ends long before its children. */
  durationMs: number
  /** Nothing is in progress, and no subsegment waits for the segment that it belongs to. */
  complete: boolean
}

type Index = ReadonlyMap<string, IndexedSegment>

/** The parent of each segment where it is known; a loop is cut at the segment of it that comes first in the trace. */
function findParents(index: Index): Map<string, string | null> {
  const parents = new Map<string, string | null>()
  for (const [id, { parentId }] of index) {
    parents.set(id, parentId !== null && parentId !== id && index.has(parentId) ? parentId : null)
  }
  const settled = new Set<string>()
  for (const first of index.keys()) {
    const path = new Set<string>()
    let id: string | null = first
    while (id !== null && !settled.has(id) && !path.has(id)) {
      path.add(id)
      id = parents.get(id) ?? null
    }
    if (id !== null && path.has(id)) {
      const loop = [...path].slice([...path].indexOf(id))
      parents.set(
        loop.reduce((a, b) => (isBefore(index, b, a) ? b : a)),
        null,
      )
    }
    for (const seen of path) settled.add(seen)
  }
  return parents
}

function isBefore(index: Index, a: string, b: string): boolean {
  const aMs = index.get(a)?.segment.startMs ?? Number.POSITIVE_INFINITY
  const bMs = index.get(b)?.segment.startMs ?? Number.POSITIVE_INFINITY
  return aMs === bMs ? a < b : aMs < bMs
}

/** Where each segment began; one that does not say is placed where the nearest one above it that does began. */
function findStarts(
  index: Index,
  parents: ReadonlyMap<string, string | null>,
  fallbackMs: number,
): Map<string, number> {
  // What is known of those above is kept, so that a long chain is walked once.
  const above = new Map<string, number | null>()
  for (const first of index.keys()) {
    const path: string[] = []
    let at: string | null = first
    while (at !== null && !above.has(at) && index.get(at)?.segment.startMs === null) {
      path.push(at)
      at = parents.get(at) ?? null
    }
    const found = at === null ? null : (index.get(at)?.segment.startMs ?? above.get(at) ?? null)
    for (const id of path) above.set(id, found)
  }
  const starts = new Map<string, number>()
  for (const [id, { segment }] of index) {
    starts.set(id, segment.startMs ?? above.get(id) ?? segment.endMs ?? fallbackMs)
  }
  return starts
}

/** X-Ray infers a plain host without an origin: the call above it says that it is remote. */
function typeOf(segment: Segment, above: Segment | undefined): string {
  if (segment.origin !== null) return segment.origin
  if (segment.kind === 'subsegment') return describeService(segment)?.type ?? 'local'
  return segment.inferred && above?.namespace === 'remote' ? 'remote' : 'AWS::Unknown'
}

function spanOf(segment: Segment, exceptions: readonly SegmentException[]) {
  const kind: Span['kind'] = segment.inferred ? 'inferred' : segment.kind
  return {
    id: segment.id,
    name: segment.name,
    origin: segment.origin,
    kind,
    namespace: segment.namespace,
    endMs: segment.endMs,
    inProgress: segment.inProgress,
    error: segment.error,
    fault: segment.fault,
    throttle: segment.throttle,
    operation: textOf(segment.aws?.operation),
    resource: resourceOf(segment),
    ...lambdaOf(segment),
    inferred: segment.inferred,
    http: segment.http,
    sql: segment.sql,
    aws: segment.aws,
    annotations: segment.annotations,
    metadata: segment.metadata,
    exceptions,
    links: segment.links,
    document: segment.document,
  }
}

/**
 * One list of spans from all the documents of a trace. Of a segment sent several times the last state counts, an
 * inferred service gives way to its own segment, an orphan becomes a root, and a loop of parents is cut.
 * A trace without spans starts at 0 and is not complete.
 */
export function buildTree(documents: readonly Segment[]): TraceTree {
  const index = indexSegments(documents)
  const parents = findParents(index)
  const exceptions = indexExceptions(index)
  const starts = [...index.values()].map(({ segment }) => segment.startMs).filter((ms) => ms !== null)
  const fallbackMs = starts.reduce((a, b) => Math.min(a, b), starts[0] ?? 0)
  const startsMs = findStarts(index, parents, fallbackMs)
  const unordered = [...index.values()].map(({ segment }) => ({
    ...spanOf(segment, resolveExceptions(segment, exceptions)),
    parentId: parents.get(segment.id) ?? null,
    type: typeOf(segment, index.get(parents.get(segment.id) ?? '')?.segment),
    startMs: startsMs.get(segment.id) ?? fallbackMs,
  }))
  const ordered = orderSpans(unordered)
  const requestIds = carryRequestIds(ordered.map(({ span }) => span))
  const spans = ordered.map(({ span, depth }) => ({ ...span, depth, requestId: requestIds.get(span.id) ?? null }))
  let startMs = spans[0]?.startMs ?? 0
  let endMs = startMs
  for (const span of spans) {
    startMs = Math.min(startMs, span.startMs)
    endMs = Math.max(endMs, span.startMs, span.endMs ?? span.startMs)
  }
  const waiting = (span: Span) => span.inProgress || (span.kind === 'subsegment' && span.parentId === null)
  return { spans, startMs, durationMs: elapsedMs(startMs, endMs), complete: spans.length > 0 && !spans.some(waiting) }
}
