import type { Document } from '@/simulator/fleet/traces/segment-parts'

/** One span of a trace as CloudWatch Logs holds it. */
export type SpanRecord = { spanId: string; startMs: number; endMs: number; message: string; inProgress: boolean }

const PLATFORMS: Readonly<Record<string, string>> = {
  'AWS::Lambda': 'aws_lambda',
  'AWS::Lambda::Function': 'aws_lambda',
  'AWS::ApiGateway::Stage': 'aws_api_gateway',
}
const NUMBER_MARK = /"#(\d+)#"/g
/** A span that takes this long is written once when it begins and once more when it has ended. */
const ANNOUNCED_AFTER_MS = 2_000

function isDocument(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function child(document: Document, name: string): Document {
  const value = document[name]
  return isDocument(value) ? value : {}
}

function children(document: Document, name: string): Document[] {
  const value = document[name]
  return Array.isArray(value) ? value.filter(isDocument) : []
}

/** X-Ray's seconds are doubles, and so are the nanoseconds that it makes of them; a number that long needs its digits. */
function nanoseconds(seconds: unknown): string | null {
  return typeof seconds === 'number' ? `#${BigInt(Math.round(seconds * 1e9))}#` : null
}

function scalars(block: Document, prefix: string): Document {
  const entries = Object.entries(block).filter(([, value]) => !isDocument(value))
  return Object.fromEntries(entries.map(([key, value]) => [`${prefix}${key}`, value]))
}

function httpAttributes(document: Document): Document {
  const request = child(child(document, 'http'), 'request')
  const response = child(child(document, 'http'), 'response')
  const both = (name: string, older: string, value: unknown) =>
    value === undefined ? {} : { [name]: value, [older]: value }
  return {
    ...both('http.request.method', 'http.method', request.method),
    ...both('url.full', 'http.url', request.url),
    ...both('user_agent.original', 'http.user_agent', request.user_agent),
    ...both('client.address', 'http.client_ip', request.client_ip),
    ...both('http.response.status_code', 'http.status_code', response.status),
  }
}

function callAttributes(document: Document): Document {
  const { name, namespace } = document
  if (namespace !== 'aws') return namespace === 'remote' ? { 'aws.remote.service': name } : {}
  const { operation } = child(document, 'aws')
  return { 'rpc.system': 'aws-api', 'rpc.service': name, 'rpc.method': operation, 'aws.remote.service': `AWS::${name}` }
}

function sqlAttributes(document: Document): Document {
  const sql = child(document, 'sql')
  if (Object.keys(sql).length === 0) return {}
  return {
    'db.system': sql.database_type,
    'db.connection_string': sql.url,
    'db.statement': sql.sanitized_query,
    'db.user': sql.user,
  }
}

/** Annotations stand among the attributes under their own names; metadata as JSON text. */
function ownAttributes(document: Document): Document {
  const annotations = child(document, 'annotations')
  const metadata = Object.entries(child(document, 'metadata'))
  const keys = Object.keys(annotations)
  return {
    ...annotations,
    ...(keys.length > 0 ? { 'aws.xray.annotation_keys': keys } : {}),
    ...Object.fromEntries(metadata.map(([key, value]) => [`aws.xray.metadata.${key}`, JSON.stringify(value)])),
  }
}

function exceptionEvents(document: Document): Document[] {
  return children(child(document, 'cause'), 'exceptions').map((exception) => {
    const frames = children(exception, 'stack').map(({ path, line, label }) => `    at ${label} (${path}:${line})`)
    return {
      name: 'exception',
      timeUnixNano: nanoseconds(document.end_time),
      attributes: {
        'aws.xray.exception.id': exception.id,
        'exception.type': exception.type,
        'exception.message': exception.message,
        ...(exception.remote === true ? { 'aws.xray.exception.remote': true } : {}),
        ...(exception.cause === undefined ? {} : { 'aws.xray.exception.cause': exception.cause }),
        ...(frames.length > 0 ? { 'exception.stacktrace': frames.join('\n') } : {}),
      },
    }
  })
}

/** What of X-Ray's own has no place in a span. */
function xrayRest(document: Document, isSegment: boolean): Document {
  const { name, namespace, cause, error } = document
  const refersTo = typeof cause === 'string' || (isDocument(cause) && cause.exceptions === undefined)
  const isTold = child(child(document, 'http'), 'response').status !== undefined
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(isSegment ? {} : { type: 'subsegment' }),
    ...(refersTo ? { cause } : {}),
    ...(error === true && !isTold ? { error } : {}),
  }
}

function resourceAttributes(document: Document, accountId: string): Document {
  const aws = child(document, 'aws')
  const gateway = child(aws, 'api_gateway')
  const resourceId = document.resource_arn ?? aws.function_arn
  const platform = PLATFORMS[String(document.origin)]
  return {
    'cloud.provider': 'aws',
    'service.name': document.name,
    'cloud.account.id': aws.account_id ?? gateway.account_id ?? accountId,
    ...(platform === undefined ? {} : { 'cloud.platform': platform }),
    ...(resourceId === undefined ? {} : { 'cloud.resource_id': resourceId }),
    ...scalars(gateway, 'aws.api_gateway.'),
  }
}

type Place = { accountId: string; traceId: string; parentId: unknown; service: unknown }

function toMessage(document: Document, place: Place, inProgress: boolean): string {
  const isSegment = document.trace_id !== undefined && document.type !== 'subsegment'
  const called = document.namespace !== undefined
  const times = inProgress
    ? { startTimeUnixNano: nanoseconds(document.start_time), endTimeUnixNano: null }
    : { startTimeUnixNano: nanoseconds(document.start_time), endTimeUnixNano: nanoseconds(document.end_time) }
  const events = inProgress ? [] : exceptionEvents(document)
  const links = children(document, 'links')
  const record = {
    resource: { attributes: isSegment ? resourceAttributes(document, place.accountId) : { 'cloud.provider': 'aws' } },
    traceId: place.traceId.slice(2).replace('-', ''),
    spanId: document.id,
    ...(place.parentId === undefined ? {} : { parentSpanId: place.parentId }),
    name: isSegment ? document.name : '',
    kind: isSegment ? 'SERVER' : called ? 'CLIENT' : 'INTERNAL',
    ...times,
    attributes: {
      'aws.local.service': place.service,
      'telemetry.extended': 'true',
      ...(document.origin === undefined ? {} : { 'aws.xray.origin': document.origin }),
      ...scalars(child(document, 'aws'), 'aws.'),
      ...callAttributes(document),
      ...(inProgress ? { 'aws.xray.inprogress': true } : { ...httpAttributes(document), ...sqlAttributes(document) }),
      ...ownAttributes(document),
    },
    status: { code: !inProgress && (document.error === true || document.fault === true) ? 'ERROR' : 'UNSET' },
    ...(events.length > 0 ? { events } : {}),
    ...(links.length > 0 ? { links: links.map(({ trace_id, id }) => ({ traceId: trace_id, spanId: id })) } : {}),
    _aws: { xray: xrayRest(document, isSegment) },
  }
  return JSON.stringify(record).replace(NUMBER_MARK, '$1')
}

/**
 * A segment document that has ended as the spans that Transaction Search makes of it: one for itself and one for each of
 * its subsegments that has ended. What X-Ray only infers about others is no span.
 */
export function spanRecords(document: Document, accountId: string): SpanRecord[] {
  if (document.inferred === true || typeof document.end_time !== 'number') return []
  const records: SpanRecord[] = []
  const traceId = String(document.trace_id)
  const add = (part: Document, parentId: unknown) => {
    if (typeof part.start_time !== 'number' || typeof part.end_time !== 'number') return
    const [startMs, endMs] = [part.start_time * 1000, part.end_time * 1000]
    const place = { accountId, traceId, parentId, service: document.name }
    const common = { spanId: String(part.id), startMs, endMs }
    if (endMs - startMs > ANNOUNCED_AFTER_MS) {
      records.push({ ...common, message: toMessage(part, place, true), inProgress: true })
    }
    records.push({ ...common, message: toMessage(part, place, false), inProgress: false })
    for (const subsegment of children(part, 'subsegments')) add(subsegment, part.id)
  }
  add(document, document.parent_id)
  return records
}
