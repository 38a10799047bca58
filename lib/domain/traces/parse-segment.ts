import { type JsonObject, numberOf, objectOf, parseJsonObject, textOf } from '@/lib/domain/json-value'
import { normaliseTraceId } from '@/lib/domain/traces/normalise-trace-id'
import { isSpan, parseSpan } from '@/lib/domain/traces/parse-span'
import type { Segment, SegmentCause, SegmentException } from '@/lib/domain/traces/segment'

const NONE: JsonObject = Object.freeze({})

/**
 * Epoch milliseconds of a moment as segments have it: X-Ray counts seconds as a double; they are whole microseconds, and
 * noise below that would show as fractions. Null for what is no moment.
 */
export function segmentMs(seconds: unknown): number | null {
  const value = numberOf(seconds)
  return value === null || Math.abs(value) > 1e12 ? null : Math.round(value * 1e6) / 1e3
}

function frameOf(frame: unknown): string {
  const { path, line, label } = objectOf(frame) ?? NONE
  const place = [path, line].filter((part) => typeof part === 'string' || typeof part === 'number').join(':')
  const name = textOf(label)
  return name === null || name === '' ? place : place === '' ? name : `${name} (${place})`
}

function exceptionOf(exception: JsonObject): SegmentException {
  return {
    id: textOf(exception.id),
    type: textOf(exception.type),
    message: textOf(exception.message),
    remote: exception.remote === true,
    causeId: textOf(exception.cause),
    stack: Array.isArray(exception.stack) ? exception.stack.map(frameOf) : [],
  }
}

/** The three forms of a cause: the ID of an exception elsewhere, an object with that ID, or exceptions of its own. */
function causeOf(cause: unknown): SegmentCause | null {
  if (typeof cause === 'string') return { exceptions: [], referenceId: cause }
  const object = objectOf(cause)
  if (object === null) return null
  const list = Array.isArray(object.exceptions) ? object.exceptions : []
  const exceptions = list
    .map(objectOf)
    .filter((one) => one !== null)
    .map(exceptionOf)
  const referenceId = exceptions.length === 0 ? textOf(object.id) : null
  return exceptions.length === 0 && referenceId === null ? null : { exceptions, referenceId }
}

function linksOf(links: unknown): Segment['links'] {
  if (!Array.isArray(links)) return []
  return links.flatMap((link) => {
    const traceId = normaliseTraceId(textOf(objectOf(link)?.trace_id) ?? '')
    return traceId === null ? [] : [{ traceId, id: textOf(objectOf(link)?.id) }]
  })
}

function segmentOf(source: JsonObject, id: string): Segment {
  const { subsegments: _apart, ...document } = source
  const end = segmentMs(source.end_time)
  const inProgress = source.in_progress === true || end === null
  return {
    id,
    traceId: textOf(source.trace_id),
    parentId: textOf(source.parent_id),
    name: textOf(source.name) ?? '(unnamed)',
    origin: textOf(source.origin),
    namespace: textOf(source.namespace),
    kind: source.type === 'subsegment' ? 'subsegment' : 'segment',
    inferred: source.inferred === true,
    startMs: segmentMs(source.start_time),
    endMs: inProgress ? null : end,
    inProgress,
    error: source.error === true,
    fault: source.fault === true,
    throttle: source.throttle === true,
    cause: causeOf(source.cause),
    resourceArn: textOf(source.resource_arn),
    http: objectOf(source.http),
    aws: objectOf(source.aws),
    sql: objectOf(source.sql),
    annotations: objectOf(source.annotations) ?? NONE,
    metadata: objectOf(source.metadata) ?? NONE,
    links: linksOf(source.links),
    subsegments: [],
    document,
  }
}

/**
 * Reads a segment document (its JSON text, or the object) with all of its subsegments, or a span as the segment that it
 * stands for. Tolerates any JSON: a field of the wrong type counts as absent. A subsegment without an ID gets one from
 * its place. Null when the document is not an object with an ID. Follows "X-Ray segment documents".
 */
export function parseSegment(document: string | JsonObject): Segment | null {
  const source = typeof document === 'string' ? parseJsonObject(document) : document
  if (source !== null && isSpan(source)) return parseSpan(document)
  const id = textOf(source?.id)
  if (source === null || id === null) return null
  const root = segmentOf(source, id)
  // A stack, not recursion: a document may nest deeper than calls can.
  const open: { segment: Segment; children: unknown }[] = [{ segment: root, children: source.subsegments }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!Array.isArray(next.children)) continue
    for (const [at, child] of next.children.entries()) {
      const object = objectOf(child)
      if (object === null) continue
      const segment = segmentOf(object, textOf(object.id) ?? `${next.segment.id}.${at}`)
      segment.kind = 'subsegment'
      segment.parentId = next.segment.id
      next.segment.subsegments.push(segment)
      open.push({ segment, children: object.subsegments })
    }
  }
  return root
}

/** Reads all the documents of a trace; what is no segment is left out. */
export function parseSegments(documents: readonly (string | JsonObject)[]): Segment[] {
  return documents.map(parseSegment).filter((segment) => segment !== null)
}
