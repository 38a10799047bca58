import { type JsonObject, numberOf, objectOf, parseJsonObject, textOf } from '@/lib/domain/json-value'
import { normaliseTraceId } from '@/lib/domain/traces/normalise-trace-id'
import { PLATFORM_ORIGINS } from '@/lib/domain/traces/platform-origins'
import { readSpanAws, readSpanHttp, readSpanSql } from '@/lib/domain/traces/read-span-attributes'
import type { Segment, SegmentCause, SegmentException } from '@/lib/domain/traces/segment'

const NONE: JsonObject = Object.freeze({})
const SPAN_ID = /^[0-9a-f]{16}$/
const EMPTY_SPAN_ID = '0000000000000000'
const NANOSECONDS = /("\w*UnixNano"\s*:\s*)(\d{16,20})(?=\s*[,}])/g
/** As far as a segment's seconds are taken for a time; what is farther is none. */
const FARTHEST_NS = 1e21
const ENTERED = new Set(['SERVER', 'CONSUMER'])
const LEFT = new Set(['CLIENT', 'PRODUCER'])

/** What a span says, taken apart once: its own attributes, those of its resource, and what X-Ray keeps of a segment. */
type SpanParts = {
  span: JsonObject
  attributes: JsonObject
  resource: JsonObject
  xray: JsonObject | null
  kind: string
}

/** Nanoseconds since the epoch do not fit a double: as text they stay exact. */
function parseExactly(text: string): JsonObject | null {
  return parseJsonObject(text.replace(NANOSECONDS, '$1"$2"'))
}

/**
 * Epoch milliseconds of a moment as spans have it, to the microsecond as of segments. AWS itself converts through doubles,
 * hence the rounding. Null for what is no moment.
 */
export function spanMs(nanoseconds: unknown): number | null {
  if (typeof nanoseconds === 'number')
    return Math.abs(nanoseconds) < FARTHEST_NS ? Math.round(nanoseconds / 1000) / 1000 : null
  if (typeof nanoseconds !== 'string' || !/^\d{1,20}$/.test(nanoseconds)) return null
  return Number((BigInt(nanoseconds) + 500n) / 1000n) / 1000
}

function partsOf(span: JsonObject): SpanParts {
  return {
    span,
    attributes: objectOf(span.attributes) ?? NONE,
    resource: objectOf(objectOf(span.resource)?.attributes) ?? NONE,
    xray: objectOf(objectOf(span._aws)?.xray),
    kind: (textOf(span.kind) ?? '').replace(/^SPAN_KIND_/, ''),
  }
}

function parentOf({ span }: SpanParts): string | null {
  const parentId = textOf(span.parentSpanId)
  return parentId === null || parentId === '' || parentId === EMPTY_SPAN_ID ? null : parentId
}

/** X-Ray says which spans were subsegments; of a span of OpenTelemetry the kind tells whether a service was entered. */
function isSubsegment(parts: SpanParts): boolean {
  if (parts.xray !== null && parts.xray.type !== undefined) return parts.xray.type === 'subsegment'
  return !ENTERED.has(parts.kind) && parentOf(parts) !== null
}

function namespaceOf({ attributes, xray, kind }: SpanParts): string | null {
  const own = textOf(xray?.namespace)
  if (own !== null || xray !== null || !LEFT.has(kind)) return own
  const remote = textOf(attributes['aws.remote.service']) ?? ''
  return attributes['rpc.system'] === 'aws-api' || remote.startsWith('AWS::') ? 'aws' : 'remote'
}

function nameOf(parts: SpanParts, subsegment: boolean): string {
  const { span, attributes, resource, xray } = parts
  const first = (...values: unknown[]) => values.map(textOf).find((text) => text !== null && text !== '') ?? null
  const remote = first(attributes['aws.remote.service'], attributes['server.address'], attributes['net.peer.name'])
  const own = subsegment
    ? first(namespaceOf(parts) === null ? null : (remote?.replace(/^AWS::/, '') ?? null), span.name)
    : first(resource['service.name'], attributes['aws.local.service'], span.name)
  return first(xray?.name) ?? own ?? '(unnamed)'
}

function originOf({ attributes, resource, xray }: SpanParts): string | null {
  const platform = textOf(resource['cloud.platform'])
  return textOf(attributes['aws.xray.origin']) ?? textOf(xray?.origin) ?? PLATFORM_ORIGINS.get(platform ?? '') ?? null
}

/** A span of X-Ray failed if its status says so; OpenTelemetry leaves the status of an HTTP error unset now and then. */
function outcomeOf({ span, xray }: SpanParts, status: number | null) {
  const failed = objectOf(span.status)?.code === 'ERROR' || objectOf(span.status)?.code === 2
  const byStatus = (failed || xray === null) && status !== null && status >= 400
  const throttle = xray?.throttle === true || (byStatus && status === 429)
  const error = xray?.error === true || throttle || (byStatus && status < 500)
  return { error, throttle, fault: xray?.fault === true || (byStatus && status >= 500) || (failed && !error) }
}

function exceptionOf(attributes: JsonObject): SegmentException {
  const stack = textOf(attributes['exception.stacktrace'])
  return {
    id: textOf(attributes['aws.xray.exception.id']),
    type: textOf(attributes['exception.type']),
    message: textOf(attributes['exception.message']),
    remote: attributes['aws.xray.exception.remote'] === true,
    causeId: textOf(attributes['aws.xray.exception.cause']),
    stack: stack?.split(/\r\n|\n|\r/).map((line) => line.replace(/^\s*at /, '')) ?? [],
  }
}

/** Exceptions are events of the span; a cause that only names another's exception stays what X-Ray made of it. */
function causeOf({ span, xray }: SpanParts): SegmentCause | null {
  const events = Array.isArray(span.events) ? span.events.map(objectOf) : []
  const exceptions = events.flatMap((event) => {
    return event?.name === 'exception' ? [exceptionOf(objectOf(event.attributes) ?? NONE)] : []
  })
  if (exceptions.length > 0) return { exceptions, referenceId: null }
  const referenceId = textOf(xray?.cause) ?? textOf(objectOf(xray?.cause)?.id)
  if (referenceId !== null) return { exceptions: [], referenceId }
  const message = textOf(objectOf(xray?.cause)?.message)
  return message === null
    ? null
    : {
        exceptions: [{ id: null, type: null, message, remote: false, causeId: null, stack: [] }],
        referenceId: null,
      }
}

/** X-Ray writes the keys of annotations into one attribute, whoever instruments by hand into the other. */
function annotationsOf({ attributes }: SpanParts): JsonObject {
  const keys = attributes['aws.xray.annotation_keys'] ?? attributes['aws.xray.annotations']
  const named = Array.isArray(keys) ? keys.filter((key) => typeof key === 'string' && key in attributes) : []
  return Object.fromEntries(named.map((key) => [key, attributes[key]]))
}

function metadataOf({ attributes, xray }: SpanParts): JsonObject {
  const prefix = 'aws.xray.metadata.'
  const own = Object.entries(attributes).filter(([key]) => key.startsWith(prefix))
  const read = (value: unknown) => (typeof value === 'string' ? (parseJsonObject(value) ?? value) : value)
  return {
    ...objectOf(xray?.metadata),
    ...Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), read(value)])),
  }
}

function linksOf({ span }: SpanParts): Segment['links'] {
  if (!Array.isArray(span.links)) return []
  return span.links.map(objectOf).flatMap((link) => {
    const traceId = normaliseTraceId(textOf(link?.traceId) ?? '')
    return traceId === null ? [] : [{ traceId, id: textOf(link?.spanId) }]
  })
}

function toSegment(parts: SpanParts, id: string): Segment {
  const { span, attributes, resource, xray } = parts
  const subsegment = isSubsegment(parts)
  const http = readSpanHttp(attributes)
  const endMs = spanMs(span.endTimeUnixNano)
  const inProgress = endMs === null || endMs === 0 || attributes['aws.xray.inprogress'] === true
  return {
    id,
    traceId: normaliseTraceId(textOf(span.traceId) ?? ''),
    parentId: parentOf(parts),
    name: nameOf(parts, subsegment),
    origin: subsegment ? null : originOf(parts),
    namespace: namespaceOf(parts),
    kind: subsegment ? 'subsegment' : 'segment',
    inferred: xray?.inferred === true,
    startMs: spanMs(span.startTimeUnixNano),
    endMs: inProgress ? null : endMs,
    inProgress,
    ...outcomeOf(parts, numberOf(objectOf(http?.response)?.status)),
    cause: causeOf(parts),
    resourceArn: subsegment ? null : textOf(resource['cloud.resource_id']),
    http,
    aws: readSpanAws(attributes, subsegment ? NONE : resource),
    sql: readSpanSql(attributes),
    annotations: annotationsOf(parts),
    metadata: metadataOf(parts),
    links: linksOf(parts),
    subsegments: [],
    document: span,
  }
}

/** Whether JSON is a span, as the log group aws/spans holds them, rather than a segment of X-Ray. */
export function isSpan(source: JsonObject): boolean {
  return typeof source.spanId === 'string' && source.id === undefined
}

/**
 * Reads a span of CloudWatch's Transaction Search (flat attributes, times in nanoseconds) as the segment or subsegment
 * that it stands for, so that trees and graphs need not know the difference. Tolerates any JSON as parseSegment does;
 * null for what is no span. Follows the records of the log group aws/spans and OpenTelemetry's semantic conventions.
 */
export function parseSpan(document: string | JsonObject): Segment | null {
  const span = typeof document === 'string' ? parseExactly(document) : document
  const id = textOf(span?.spanId)
  return span === null || id === null || !SPAN_ID.test(id) ? null : toSegment(partsOf(span), id)
}
