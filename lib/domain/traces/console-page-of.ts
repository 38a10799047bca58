import { functionUrl } from '@/lib/domain/console-links'
import { resourceUrl } from '@/lib/domain/console-resources'
import { textOf } from '@/lib/domain/json-value'
import type { Span } from '@/lib/domain/traces/span'

type Called = Pick<Span, 'functionName' | 'aws' | 'document'>

/**
 * The page of AWS's console for what a span ran in or called: a function, table, queue or topic; null where there is none
 * that is known. place: that of the trace, for what does not name its own.
 */
export function consolePageOf(span: Called, place: { accountId: string; region: string }): string | null {
  const { functionName, aws, document } = span
  const region = textOf(aws?.region) ?? place.region
  const account = textOf(aws?.account_id) ?? place.accountId
  const arn = textOf(document.resource_arn) ?? textOf(aws?.function_arn) ?? textOf(aws?.topic_arn)
  if (arn !== null) return resourceUrl(arn)
  const name = functionName ?? textOf(aws?.function_name)
  if (name !== null) return functionUrl({ region, name })
  const table = textOf(aws?.table_name)
  if (table !== null) return resourceUrl(`arn:aws:dynamodb:${region}:${account}:table/${table}`)
  const [, owner, queue] = /\/(\d{12})\/([^/]+)$/.exec(textOf(aws?.queue_url) ?? '') ?? []
  return queue === undefined ? null : resourceUrl(`arn:aws:sqs:${region}:${owner}:${queue}`)
}
