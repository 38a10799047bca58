import { ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { callAws } from '@/lib/sync/aws/call-aws'
import { isPage, jsonOf, recordsOf, textOf } from '@/lib/sync/aws/parse-values'
import { qualifierOfArn } from '@/lib/sync/aws/qualifier-of-arn'
import { readPages } from '@/lib/sync/aws/read-pages'

/** functionArn is that of the function, without qualifier; configuration is AWS's own description. */
export type EventSourceMappingRecord = {
  uuid: string
  functionArn: string
  qualifier: string
  eventSourceArn: string | null
  state: string | null
  lastResult: string | null
  configuration: unknown
}

/** The event source mappings of the whole region, a page at a time. Throws AwsFailure, then the listing is not whole. */
export async function* listEventSourceMappings(aws: AwsAccess): AsyncGenerator<EventSourceMappingRecord[]> {
  const pages = readPages(
    { service: 'lambda', operation: 'ListEventSourceMappings' },
    (Marker) =>
      callAws(aws, {
        service: 'lambda',
        operation: 'ListEventSourceMappings',
        send: (options) => aws.clients.lambda.send(new ListEventSourceMappingsCommand({ Marker }), options),
        isWhole: (answer) => isPage(answer.EventSourceMappings, answer.NextMarker, 'UUID'),
      }),
    (page) => page.NextMarker,
  )
  for await (const { page } of pages) {
    yield recordsOf(page.EventSourceMappings)
      .map(parseMapping)
      .filter((mapping) => mapping !== null)
  }
}

function parseMapping(item: Readonly<Record<string, unknown>>): EventSourceMappingRecord | null {
  const uuid = textOf(item.UUID)
  const arn = textOf(item.FunctionArn)
  if (uuid === null || arn === null) return null
  return {
    uuid,
    functionArn: arn.split(':').slice(0, 7).join(':'),
    qualifier: qualifierOfArn(arn),
    eventSourceArn: textOf(item.EventSourceArn),
    state: textOf(item.State),
    lastResult: textOf(item.LastProcessingResult),
    configuration: jsonOf(item),
  }
}
