import { type JsonObject, objectOf } from '@/lib/domain/json-value'
import { limitDepth } from '@/lib/domain/limit-depth'
import type { Span } from '@/lib/domain/traces/span'

/** Fields of a request that have attributes of their own. */
const NAMED_OF_REQUEST = ['method', 'url', 'user_agent', 'client_ip', 'x_forwarded_for', 'traced']
const NONE: JsonObject = Object.freeze({})

/** Names of the fields under a prefix, without those that have names of their own. */
function others(record: JsonObject, prefix: string, ...named: string[]): Record<string, unknown> {
  const rest = Object.entries(record).filter(([key]) => !named.includes(key))
  return Object.fromEntries(rest.map(([key, value]) => [`${prefix}${key}`, value]))
}

function httpAttributes(http: JsonObject | null): Record<string, unknown> {
  const request = objectOf(http?.request) ?? NONE
  const response = objectOf(http?.response) ?? NONE
  return {
    'http.request.method': request.method,
    'url.full': request.url,
    'user_agent.original': request.user_agent,
    'client.address': request.client_ip,
    'http.response.status_code': response.status,
    'http.response.body.size': response.content_length,
    'aws.xray.x_forwarded_for': request.x_forwarded_for,
    'aws.xray.traced': request.traced,
    ...others(request, 'aws.xray.http.request.', ...NAMED_OF_REQUEST),
    ...others(response, 'aws.xray.http.response.', 'status', 'content_length'),
  }
}

function sqlAttributes(sql: JsonObject | null): Record<string, unknown> {
  if (sql === null) return {}
  return {
    'db.system.name': sql.database_type ?? 'other_sql',
    'db.query.text': sql.sanitized_query,
    'db.connection_string': sql.url,
    'db.user': sql.user,
    ...others(sql, 'aws.xray.sql.', 'database_type', 'sanitized_query', 'url', 'user'),
  }
}

function callAttributes({ namespace, name, operation }: Span): Record<string, unknown> {
  if (namespace === 'aws') return { 'rpc.system': 'aws-api', 'rpc.service': name, 'rpc.method': operation }
  return namespace === 'remote' ? { 'server.address': name } : {}
}

/** Metadata under names of its own; what is no plain value as JSON. */
export function metadataAttributes(metadata: JsonObject): Record<string, unknown> {
  const textOf = (value: unknown) =>
    typeof value === 'object' && value !== null ? JSON.stringify(limitDepth(value)) : value
  return Object.fromEntries(Object.entries(metadata).map(([key, value]) => [`aws.xray.metadata.${key}`, textOf(value)]))
}

/**
 * What a segment or subsegment says, as attributes: under the names of OpenTelemetry's semantic conventions where it has
 * any, else under X-Ray's own with the prefix aws., as the records of the log group aws/spans and the X-Ray exporter of
 * OpenTelemetry's collector have them; these two name the keys of annotations differently.
 */
export function segmentAttributes(span: Span): Record<string, unknown> {
  const keys = Object.keys(span.annotations)
  return {
    ...span.annotations,
    ...others(span.aws ?? NONE, 'aws.'),
    ...callAttributes(span),
    ...httpAttributes(span.http),
    ...sqlAttributes(span.sql),
    ...metadataAttributes(span.metadata),
    ...(keys.length > 0 ? { 'aws.xray.annotation_keys': keys, 'aws.xray.annotations': keys } : {}),
  }
}
