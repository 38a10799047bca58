import { type JsonObject, numberOf, textOf } from '@/lib/domain/json-value'

/** Attributes that Application Signals and X-Ray add for themselves, which are no fields of a segment's aws block. */
const DERIVED = /^aws\.(?:local|remote|span|xray|log|resource|ec2|ecs|eks|api_gateway|auth)\./
/** Where OpenTelemetry's names for the fields of the aws block differ from X-Ray's own. */
const RENAMED: readonly [field: string, names: readonly string[]][] = [
  ['operation', ['aws.operation', 'rpc.method', 'aws.remote.operation']],
  ['request_id', ['aws.request_id', 'aws.request.id', 'aws.requestId', 'faas.invocation_id', 'faas.execution']],
  ['table_name', ['aws.table_name', 'aws.table.name']],
  ['table_names', ['aws.table_names', 'aws.dynamodb.table_names']],
  ['queue_url', ['aws.queue_url', 'aws.queue.url', 'aws.sqs.queue.url', 'aws.sqs.queue_url']],
  ['topic_arn', ['aws.topic_arn', 'aws.sns.topic.arn']],
  ['bucket_name', ['aws.bucket_name', 'aws.s3.bucket']],
  ['function_name', ['aws.function_name', 'aws.lambda.function.name', 'aws.lambda.function_name', 'faas.invoked_name']],
  ['region', ['aws.region', 'cloud.region']],
]

/** The first of these attributes that is set. */
function firstOf(attributes: JsonObject, names: readonly string[]): unknown {
  return names.map((name) => attributes[name]).find((value) => value !== undefined && value !== null && value !== '')
}

function present(fields: Record<string, unknown>): JsonObject | null {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)
  return entries.length === 0 ? null : Object.fromEntries(entries)
}

/** The aws block of a segment, from a span's attributes and its resource's. */
export function readSpanAws(attributes: JsonObject, resource: JsonObject): JsonObject | null {
  const own = Object.entries(attributes)
    .filter(([key]) => key.startsWith('aws.') && !DERIVED.test(key))
    .map(([key, value]) => [key.slice(4).replaceAll('.', '_'), value])
  const fields: Record<string, unknown> = Object.fromEntries(own)
  const isCall = attributes['rpc.system'] === 'aws-api' || own.length > 0
  for (const [field, names] of RENAMED) {
    if (isCall || field === 'request_id') fields[field] = firstOf(attributes, names) ?? fields[field]
  }
  return present({ ...fields, account_id: textOf(resource['cloud.account.id']) })
}

/** The http block of a segment; OpenTelemetry renamed its attributes once, and both forms occur. */
export function readSpanHttp(attributes: JsonObject): JsonObject | null {
  const text = (...names: string[]) => textOf(firstOf(attributes, names))
  const number = (...names: string[]) => {
    const value = firstOf(attributes, names)
    return numberOf(value) ?? (typeof value === 'string' && value !== '' ? numberOf(Number(value)) : null)
  }
  const request = present({
    method: text('http.request.method', 'http.method'),
    url: text('url.full', 'http.url', 'http.target', 'url.path'),
    user_agent: text('user_agent.original', 'http.user_agent'),
    client_ip: text('client.address', 'http.client_ip'),
  })
  const response = present({
    status: number('http.response.status_code', 'http.status_code'),
    content_length: number('http.response.body.size', 'http.response_content_length'),
  })
  return present({ request, response })
}

/** The sql block of a segment; DynamoDB calls itself a database too, and is none here. */
export function readSpanSql(attributes: JsonObject): JsonObject | null {
  const system = firstOf(attributes, ['db.system.name', 'db.system'])
  if (system === undefined || system === 'dynamodb' || system === 'aws.dynamodb') return null
  return present({
    database_type: system,
    url: firstOf(attributes, ['db.connection_string', 'db.url']),
    sanitized_query: firstOf(attributes, ['db.query.text', 'db.statement']),
    user: attributes['db.user'],
  })
}
