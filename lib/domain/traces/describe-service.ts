import { type JsonObject, textOf } from '@/lib/domain/json-value'
import type { Segment } from '@/lib/domain/traces/segment'

const NONE: JsonObject = Object.freeze({})

/** The last part of a URL or ARN: a queue's, topic's or function's own name. */
function lastPart(text: string): string {
  return text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf(':')) + 1) || text
}

function firstOf(aws: JsonObject, ...keys: string[]): string | null {
  for (const key of keys) {
    const value = textOf(aws[key])
    if (value !== null && value !== '') return value
  }
  return null
}

function tableOf(aws: JsonObject): string | null {
  const names = aws.table_names
  return textOf(aws.table_name) ?? (Array.isArray(names) ? textOf(names[0]) : null)
}

/** One name of each service that SDKs name in several ways: that for Python by its endpoint's prefix. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['dynamodb', 'DynamoDB'],
  ['events', 'Events'],
  ['eventbridge', 'Events'],
  ['lambda', 'Lambda'],
  ['s3', 'S3'],
  ['sns', 'SNS'],
  ['sqs', 'SQS'],
])

/** A service as the trace map names it. */
export type Service = { name: string; type: string }

/**
 * The service behind a downstream call (a subsegment of namespace aws or remote), by the call's own fields, in the
 * words X-Ray uses for its nodes. Null for a local subsegment, which calls nothing.
 */
export function describeService(segment: Segment): Service | null {
  const { name, namespace, sql } = segment
  const aws = segment.aws ?? NONE
  // Whatever the database is: X-Ray infers one type for all of them.
  if (sql !== null) return { name, type: 'Database::SQL' }
  if (namespace === 'remote') return { name, type: 'remote' }
  if (namespace !== 'aws') return null
  const called = NAMES.get(name.toLowerCase()) ?? name
  const table = tableOf(aws)
  if (called === 'DynamoDB' && table !== null) return { name: table, type: 'AWS::DynamoDB::Table' }
  const queue = firstOf(aws, 'queue_url', 'queue_name')
  if (queue !== null) return { name: lastPart(queue), type: 'AWS::SQS::Queue' }
  const topic = firstOf(aws, 'topic_arn')
  if (topic !== null) return { name: lastPart(topic), type: 'AWS::SNS' }
  const lambda = firstOf(aws, 'function_name', 'function_arn')
  if (called === 'Lambda' && lambda !== null) return { name: functionOf(lambda).functionName, type: 'AWS::Lambda' }
  const bucket = firstOf(aws, 'bucket_name', 'bucket')
  if (called === 'S3' && bucket !== null) return { name: bucket, type: 'AWS::S3::Bucket' }
  return { name: called, type: `AWS::${called.replaceAll(' ', '')}` }
}

/** What an ARN, a partial ARN or a name says about a function; the qualifier is null when none is named. */
function functionOf(reference: string): { functionName: string; qualifier: string | null } {
  const parts = reference.split(':')
  const at = parts.indexOf('function')
  const [functionName = reference, qualifier = null] = at < 0 ? parts : parts.slice(at + 1)
  return { functionName, qualifier }
}

/** Whether the segment stands for a Lambda function: the service's part of it or the function's own. */
function isLambda({ origin }: Segment): boolean {
  return origin === 'AWS::Lambda' || origin === 'AWS::Lambda::Function'
}

/** The function and qualifier of a Lambda segment; nulls for any other. */
export function lambdaOf(segment: Segment): { functionName: string | null; qualifier: string | null } {
  if (!isLambda(segment)) return { functionName: null, qualifier: null }
  const arn = segment.resourceArn ?? textOf(segment.aws?.function_arn)
  return arn?.includes(':function:') ? functionOf(arn) : functionOf(segment.name)
}

/** The thing acted upon: table, queue, topic, bucket, function, URL or ARN, whichever is named first. */
export function resourceOf(segment: Segment): string | null {
  const aws = segment.aws ?? NONE
  const named =
    tableOf(aws) ?? firstOf(aws, 'queue_url', 'topic_arn', 'bucket_name', 'bucket', 'function_arn', 'function_name')
  const request = segment.http?.request
  const url = typeof request === 'object' && request !== null ? textOf((request as JsonObject).url) : null
  return named ?? segment.resourceArn ?? textOf(segment.sql?.url) ?? url
}

/** The account that a segment ran in: said by itself, or by its ARN; null when neither does. */
export function accountOf(segment: Segment): string | null {
  return accountIn(segment.aws, segment.resourceArn ?? textOf(segment.aws?.function_arn))
}

/** The account that an aws block names, or else an ARN. */
export function accountIn(aws: JsonObject | null, arn: string | null): string | null {
  return textOf(aws?.account_id) ?? (arn?.split(':')[4] || null)
}
