import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { callAws } from '@/lib/sync/aws/call-aws'
import { textOf } from '@/lib/sync/aws/parse-values'

/** The account that the credentials belong to, or null when the answer does not say. Needs no permission. */
export async function getCallerIdentity(aws: AwsAccess): Promise<string | null> {
  const answer = await callAws(aws, {
    service: 'sts',
    operation: 'GetCallerIdentity',
    send: (options) => aws.clients.sts.send(new GetCallerIdentityCommand({}), options),
    isWhole: (answer) => textOf(answer.Account) !== null,
  })
  return textOf(answer.Account)
}
