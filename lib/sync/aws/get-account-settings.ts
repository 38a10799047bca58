import { GetAccountSettingsCommand } from '@aws-sdk/client-lambda'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { callAws } from '@/lib/sync/aws/call-aws'
import { intOf, recordOf } from '@/lib/sync/aws/parse-values'

export type AccountSettings = { concurrencyLimit: number | null; unreservedConcurrency: number | null }

/** The region's limit of concurrent executions, and what of it no function has reserved. */
export async function getAccountSettings(aws: AwsAccess): Promise<AccountSettings> {
  const answer = await callAws(aws, {
    service: 'lambda',
    operation: 'GetAccountSettings',
    send: (options) => aws.clients.lambda.send(new GetAccountSettingsCommand({}), options),
    isWhole: (answer) => recordOf(answer.AccountLimit) !== null,
  })
  const limit = recordOf(answer.AccountLimit)
  return {
    concurrencyLimit: intOf(limit?.ConcurrentExecutions),
    unreservedConcurrency: intOf(limit?.UnreservedConcurrentExecutions),
  }
}
