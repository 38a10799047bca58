import { ListProvisionedConcurrencyConfigsCommand } from '@aws-sdk/client-lambda'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { callAws } from '@/lib/sync/aws/call-aws'
import { intOf, isPage, recordsOf, textOf } from '@/lib/sync/aws/parse-values'
import { qualifierOfArn } from '@/lib/sync/aws/qualifier-of-arn'
import { readPages } from '@/lib/sync/aws/read-pages'

export type ProvisionedRecord = {
  qualifier: string
  requested: number | null
  allocated: number | null
  available: number | null
  status: string | null
  statusReason: string | null
}

/** The provisioned concurrency of a function's aliases and versions. Throws AwsFailure, then the listing is not whole. */
export async function listProvisionedConcurrency(aws: AwsAccess, functionName: string): Promise<ProvisionedRecord[]> {
  const pages = readPages(
    { service: 'lambda', operation: 'ListProvisionedConcurrencyConfigs' },
    (Marker) =>
      callAws(aws, {
        service: 'lambda',
        operation: 'ListProvisionedConcurrencyConfigs',
        send: (options) => {
          const input = { FunctionName: functionName, Marker }
          return aws.clients.lambda.send(new ListProvisionedConcurrencyConfigsCommand(input), options)
        },
        isWhole: (answer) => isPage(answer.ProvisionedConcurrencyConfigs, answer.NextMarker, 'FunctionArn'),
      }),
    (page) => page.NextMarker,
  )
  const configs: ProvisionedRecord[] = []
  for await (const { page } of pages) {
    for (const item of recordsOf(page.ProvisionedConcurrencyConfigs)) {
      const qualifier = qualifierOfArn(textOf(item.FunctionArn))
      if (qualifier === '') continue
      configs.push({
        qualifier,
        requested: intOf(item.RequestedProvisionedConcurrentExecutions),
        allocated: intOf(item.AllocatedProvisionedConcurrentExecutions),
        available: intOf(item.AvailableProvisionedConcurrentExecutions),
        status: textOf(item.Status),
        statusReason: textOf(item.StatusReason),
      })
    }
  }
  return configs
}
