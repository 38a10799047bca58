import { type JsonObject, objectOf, textOf } from '@/lib/domain/json-value'
import { isOtlpSpanId, nanosecondsOf, otlpSpanId, otlpTraceId } from '@/lib/domain/traces/otlp/otlp-id'
import type { OtlpEvent, OtlpLink, OtlpSpan } from '@/lib/domain/traces/otlp/otlp-span'
import { toOtlpAttributes } from '@/lib/domain/traces/otlp/otlp-value'
import { metadataAttributes, segmentAttributes } from '@/lib/domain/traces/otlp/segment-attributes'
import { isSpan } from '@/lib/domain/traces/parse-span'
import type { SegmentException } from '@/lib/domain/traces/segment'
import type { Span } from '@/lib/domain/traces/span'

const KINDS = ['INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER']
const STATUS = { unset: 0, ok: 1, error: 2 }
const NONE: JsonObject = Object.freeze({})

/** One span of a trace as OTLP has it. One that runs ends where it begins, and says that it is in progress. */
export function toOtlpSpan(span: Span, traceId: string): OtlpSpan {
  const { document } = span
  const isOwn = isSpan(document)
  const parentId = parentOf(span)
  const traceState = textOf(document.traceState)
  return {
    traceId: otlpTraceId(traceId),
    spanId: otlpSpanId(span.id),
    ...(parentId === null ? {} : { parentSpanId: parentId }),
    ...(isOwn && traceState !== null && traceState !== '' ? { traceState } : {}),
    name: (isOwn ? textOf(document.name) : null) || span.name,
    kind: kindOf(span),
    ...timesOf(span),
    attributes: toOtlpAttributes({
      ...(isOwn ? spanAttributes(document) : segmentAttributes(span)),
      ...xrayAttributes(span),
    }),
    events: eventsOf(span),
    links: linksOf(span),
    status: statusOf(span),
  }
}

/** Its own, with the metadata that X-Ray keeps of it beside them. */
function spanAttributes(document: JsonObject): Record<string, unknown> {
  const metadata = objectOf(objectOf(objectOf(document._aws)?.xray)?.metadata)
  return { ...metadataAttributes(metadata ?? NONE), ...objectOf(document.attributes) }
}

/** A span that runs, and one whose clock went back, ends where it begins. */
function timesOf({ document, startMs, endMs }: Span): Pick<OtlpSpan, 'startTimeUnixNano' | 'endTimeUnixNano'> {
  const startTimeUnixNano = exactOr(document.startTimeUnixNano, startMs)
  const end = endMs === null ? startTimeUnixNano : exactOr(document.endTimeUnixNano, endMs)
  return { startTimeUnixNano, endTimeUnixNano: BigInt(end) < BigInt(startTimeUnixNano) ? startTimeUnixNano : end }
}

/** A record of aws/spans has whole nanoseconds, which were kept as text; a segment has microseconds. */
function exactOr(nanoseconds: unknown, ms: number): string {
  return typeof nanoseconds === 'string' && /^\d{1,19}$/.test(nanoseconds) ? nanoseconds : nanosecondsOf(ms)
}

/** A parent that the trace lacks is still said, where OTLP can say it. */
function parentOf({ parentId, document }: Span): string | null {
  if (parentId !== null) return otlpSpanId(parentId)
  const named = textOf(document.parent_id) ?? textOf(document.parentSpanId)
  return named !== null && isOtlpSpanId(named) ? named : null
}

function kindOf({ document, kind, namespace }: Span): number {
  const own = isSpan(document) ? KINDS.indexOf((textOf(document.kind) ?? '').replace(/^SPAN_KIND_/, '')) + 1 : 0
  if (own > 0) return own
  return kind !== 'subsegment' ? 2 : namespace === null ? 1 : 3
}

/** What of X-Ray's model OTLP has no field for. */
function xrayAttributes({ id, origin, inProgress, inferred, error, fault, throttle }: Span): Record<string, unknown> {
  return {
    ...(origin === null ? {} : { 'aws.xray.origin': origin }),
    ...(otlpSpanId(id) === id ? {} : { 'aws.xray.id': id }),
    ...(inProgress ? { 'aws.xray.inprogress': true } : {}),
    ...(inferred ? { 'aws.xray.inferred': true } : {}),
    ...(error ? { 'aws.xray.error': true } : {}),
    ...(fault ? { 'aws.xray.fault': true } : {}),
    ...(throttle ? { 'aws.xray.throttle': true } : {}),
  }
}

/** Exceptions as the semantic conventions want them; X-Ray gives them no time, so they are at the end. */
function eventsOf(span: Span): OtlpEvent[] {
  const { document, exceptions } = span
  if (isSpan(document) && Array.isArray(document.events)) {
    return document.events
      .map(objectOf)
      .filter((event) => event !== null)
      .map((event) => ({
        timeUnixNano: exactOr(event.timeUnixNano, span.endMs ?? span.startMs),
        name: textOf(event.name) ?? '',
        attributes: toOtlpAttributes(objectOf(event.attributes) ?? NONE),
      }))
  }
  const timeUnixNano = nanosecondsOf(span.endMs ?? span.startMs)
  return exceptions.map((exception) => ({
    timeUnixNano,
    name: 'exception',
    attributes: exceptionAttributes(exception),
  }))
}

function exceptionAttributes({ id, type, message, remote, causeId, stack }: SegmentException) {
  return toOtlpAttributes({
    'exception.type': type,
    'exception.message': message,
    'exception.stacktrace': stack.length === 0 ? null : stack.join('\n'),
    'aws.xray.exception.id': id,
    'aws.xray.exception.remote': remote || null,
    'aws.xray.exception.cause': causeId,
  })
}

/** A link of OTLP names a span; one of X-Ray that names only a trace cannot be said. */
function linksOf({ document, links }: Span): OtlpLink[] {
  const sent = Array.isArray(document.links) ? document.links.map(objectOf) : []
  return links.flatMap(({ traceId, id }) => {
    if (id === null) return []
    const own = sent.find((link) => (textOf(link?.id) ?? textOf(link?.spanId)) === id)
    const traceState = textOf(own?.traceState)
    return [
      {
        traceId: otlpTraceId(traceId),
        spanId: otlpSpanId(id),
        ...(traceState === null || traceState === '' ? {} : { traceState }),
        attributes: toOtlpAttributes(objectOf(own?.attributes) ?? NONE),
      },
    ]
  })
}

function statusOf({ document, error, fault, throttle, exceptions }: Span): OtlpSpan['status'] {
  const own = isSpan(document) ? objectOf(document.status) : null
  const message = textOf(own?.message) ?? exceptions[0]?.message ?? null
  if (error || fault || throttle || own?.code === 'ERROR' || own?.code === STATUS.error) {
    return { code: STATUS.error, ...(message === null || message === '' ? {} : { message }) }
  }
  return { code: own?.code === 'OK' || own?.code === STATUS.ok ? STATUS.ok : STATUS.unset }
}
