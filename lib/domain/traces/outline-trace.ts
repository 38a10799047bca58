import { textOf } from '@/lib/domain/json-value'
import { lambdaOf, resourceOf } from '@/lib/domain/traces/describe-service'
import { findRequestIds } from '@/lib/domain/traces/find-request-ids'
import { type PlacedTrace, placeSegments } from '@/lib/domain/traces/place-segments'
import type { Segment } from '@/lib/domain/traces/segment'
import type { Span } from '@/lib/domain/traces/span'

/** What the waterfall shows of a segment: little enough that 50,000 of them are held at once. */
export type SegmentOutline = Pick<
  Segment,
  'id' | 'parentId' | 'name' | 'origin' | 'kind' | 'namespace' | 'inferred' | 'startMs' | 'endMs' | 'inProgress'
> &
  Pick<Segment, 'error' | 'fault' | 'throttle'> & {
    operation: string | null
    resource: string | null
    functionName: string | null
    requestId: string | null
    subsegments: SegmentOutline[]
  }

export type OutlinedSpan = Pick<
  Span,
  'id' | 'parentId' | 'name' | 'origin' | 'kind' | 'startMs' | 'endMs' | 'inProgress' | 'error' | 'fault' | 'throttle'
> &
  Pick<Span, 'depth' | 'operation' | 'resource' | 'functionName' | 'requestId'> & {
    /** What it hangs from is not in the trace, or hangs from it in turn. */
    orphan?: boolean
  }

export type TraceOutline = Omit<PlacedTrace<SegmentOutline>, 'placed'> & { spans: OutlinedSpan[] }

/** A segment and all below it without what only its details show. */
export function outlineSegment(segment: Segment): SegmentOutline {
  const outlined = outlineOf(segment)
  // A stack, not recursion: a document may nest deeper than calls can.
  const open = [{ from: segment, to: outlined }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const child of next.from.subsegments) {
      const to = outlineOf(child)
      next.to.subsegments.push(to)
      if (child.subsegments.length > 0) open.push({ from: child, to })
    }
  }
  return outlined
}

function outlineOf(segment: Segment): SegmentOutline {
  const { id, parentId, name, origin, kind, namespace, inferred } = segment
  const { startMs, endMs, inProgress, error, fault, throttle } = segment
  return {
    id,
    parentId,
    name,
    origin,
    kind,
    namespace,
    inferred,
    startMs,
    endMs,
    inProgress,
    error,
    fault,
    throttle,
    operation: textOf(segment.aws?.operation),
    resource: resourceOf(segment),
    functionName: lambdaOf(segment).functionName,
    requestId: textOf(segment.aws?.request_id),
    subsegments: [],
  }
}

/** The spans of a trace as buildTree places them, without their details. */
export function outlineTrace(documents: readonly SegmentOutline[]): TraceOutline {
  const { placed, ...trace } = placeSegments(documents)
  const requestIds = findRequestIds(placed, (segment) => segment)
  const spans = placed.map(({ segment, parent, startMs, depth }, at): OutlinedSpan => {
    const { id, name, origin, kind, inferred, endMs, inProgress, error, fault, throttle } = segment
    const { operation, resource, functionName } = segment
    const parentId = placed[parent]?.segment.id ?? null
    const requestId = requestIds[at] ?? null
    const orphan = parentId === null && segment.parentId !== null
    return {
      id,
      parentId,
      name,
      origin,
      kind: inferred ? 'inferred' : kind,
      startMs,
      endMs,
      inProgress,
      error,
      fault,
      throttle,
      depth,
      operation,
      resource,
      functionName,
      requestId,
      ...(orphan && { orphan }),
    }
  })
  return { spans, ...trace }
}
