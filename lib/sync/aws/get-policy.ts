import { GetPolicyCommand } from '@aws-sdk/client-lambda'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { callAws } from '@/lib/sync/aws/call-aws'
import { nullWhenGone } from '@/lib/sync/aws/null-when-gone'
import { parseJson, recordOf } from '@/lib/sync/aws/parse-values'

/** The resource policy of a function ('' as qualifier) or of one alias; null when it has none. */
export async function getPolicy(aws: AwsAccess, functionName: string, qualifier: string): Promise<unknown> {
  const answer = await nullWhenGone(
    callAws(aws, {
      service: 'lambda',
      operation: 'GetPolicy',
      send: (options) => {
        const input = { FunctionName: functionName, Qualifier: qualifier === '' ? undefined : qualifier }
        return aws.clients.lambda.send(new GetPolicyCommand(input), options)
      },
      isWhole: (answer) => typeof answer.Policy === 'string',
    }),
  )
  return recordOf(parseJson(answer?.Policy))
}
