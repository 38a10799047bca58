import { ListFunctionEventInvokeConfigsCommand } from '@aws-sdk/client-lambda'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { callAws } from '@/lib/sync/aws/call-aws'
import { intOf, isPage, recordOf, recordsOf, textOf } from '@/lib/sync/aws/parse-values'
import { qualifierOfArn } from '@/lib/sync/aws/qualifier-of-arn'
import { readPages } from '@/lib/sync/aws/read-pages'

export type EventInvokeRecord = {
  qualifier: string
  maximumRetries: number | null
  maximumEventAgeS: number | null
  onSuccess: string | null
  onFailure: string | null
}

/** Settings of asynchronous invocation, by qualifier ('' is the function). Throws AwsFailure, then it is not whole. */
export async function listEventInvokeConfigs(aws: AwsAccess, functionName: string): Promise<EventInvokeRecord[]> {
  const pages = readPages(
    { service: 'lambda', operation: 'ListFunctionEventInvokeConfigs' },
    (Marker) =>
      callAws(aws, {
        service: 'lambda',
        operation: 'ListFunctionEventInvokeConfigs',
        send: (options) => {
          const input = { FunctionName: functionName, Marker }
          return aws.clients.lambda.send(new ListFunctionEventInvokeConfigsCommand(input), options)
        },
        isWhole: (answer) => isPage(answer.FunctionEventInvokeConfigs, answer.NextMarker, 'FunctionArn'),
      }),
    (page) => page.NextMarker,
  )
  const configs: EventInvokeRecord[] = []
  for await (const { page } of pages) {
    for (const item of recordsOf(page.FunctionEventInvokeConfigs)) {
      const destinations = recordOf(item.DestinationConfig)
      configs.push({
        qualifier: qualifierOfArn(textOf(item.FunctionArn)),
        maximumRetries: intOf(item.MaximumRetryAttempts),
        maximumEventAgeS: intOf(item.MaximumEventAgeInSeconds),
        onSuccess: textOf(recordOf(destinations?.OnSuccess)?.Destination),
        onFailure: textOf(recordOf(destinations?.OnFailure)?.Destination),
      })
    }
  }
  return configs
}
