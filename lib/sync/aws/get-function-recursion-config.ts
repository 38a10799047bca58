import { GetFunctionRecursionConfigCommand } from '@aws-sdk/client-lambda'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { callAws } from '@/lib/sync/aws/call-aws'
import { textOf } from '@/lib/sync/aws/parse-values'

/** What Lambda does with events that go round in a loop: Terminate or Allow. Throws AwsFailure. */
export async function getFunctionRecursionConfig(aws: AwsAccess, functionName: string): Promise<string | null> {
  const answer = await callAws(aws, {
    service: 'lambda',
    operation: 'GetFunctionRecursionConfig',
    send: (options) =>
      aws.clients.lambda.send(new GetFunctionRecursionConfigCommand({ FunctionName: functionName }), options),
    isWhole: (answer) => textOf(answer.RecursiveLoop) !== null,
  })
  return textOf(answer.RecursiveLoop)
}
