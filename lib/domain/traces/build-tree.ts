import { textOf } from '@/lib/domain/json-value'
import { describeService, lambdaOf, resourceOf } from '@/lib/domain/traces/describe-service'
import { findRequestIds } from '@/lib/domain/traces/find-request-ids'
import { indexSegments } from '@/lib/domain/traces/index-segments'
import { placeSegments } from '@/lib/domain/traces/place-segments'
import { indexExceptions, resolveExceptions } from '@/lib/domain/traces/resolve-exceptions'
import type { Segment, SegmentException } from '@/lib/domain/traces/segment'
import type { Span } from '@/lib/domain/traces/span'
import { typeOfDocument } from '@/lib/domain/traces/type-of-document'

export type TraceTree = {
  /** Parents before children, siblings by start. */
  spans: Span[]
  startMs: number
  /** From the first start to the last end of any span: an asynchronous root ends long before its children. */
  durationMs: number
  /** Nothing is in progress, and no subsegment waits for the segment that it belongs to. */
  complete: boolean
}

function typeOf(segment: Segment, above: Segment | undefined): string {
  if (segment.kind === 'subsegment' && segment.origin === null) return describeService(segment)?.type ?? 'local'
  return typeOfDocument(segment, above)
}

function spanOf(
  segment: Segment,
  type: string,
  { parentId, startMs, depth, requestId }: Pick<Span, 'parentId' | 'startMs' | 'depth' | 'requestId'>,
  exceptions: readonly SegmentException[],
): Span {
  const { functionName, qualifier } = lambdaOf(segment)
  return {
    id: segment.id,
    parentId,
    name: segment.name,
    origin: segment.origin,
    kind: segment.inferred ? 'inferred' : segment.kind,
    namespace: segment.namespace,
    type,
    startMs,
    endMs: segment.endMs,
    inProgress: segment.inProgress,
    error: segment.error,
    fault: segment.fault,
    throttle: segment.throttle,
    depth,
    operation: textOf(segment.aws?.operation),
    resource: resourceOf(segment),
    functionName,
    qualifier,
    requestId,
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
 * One list of spans from all the documents of a trace, placed as placeSegments says. A trace without spans starts at 0 and
 * is not complete.
 */
export function buildTree(documents: readonly Segment[]): TraceTree {
  const exceptions = indexExceptions(indexSegments(documents))
  const { placed, ...trace } = placeSegments(documents)
  const requestIds = findRequestIds(placed, (segment) => ({
    ...{ requestId: textOf(segment.aws?.request_id), functionName: lambdaOf(segment).functionName },
  }))
  const spans = placed.map(({ segment, parent, startMs, depth }, at) => {
    const above = placed[parent]?.segment
    const place = { parentId: above?.id ?? null, startMs, depth, requestId: requestIds[at] ?? null }
    return spanOf(segment, typeOf(segment, above), place, resolveExceptions(segment, exceptions))
  })
  return { spans, ...trace }
}
