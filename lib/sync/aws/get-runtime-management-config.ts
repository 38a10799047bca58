import { GetRuntimeManagementConfigCommand } from '@aws-sdk/client-lambda'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { callAws } from '@/lib/sync/aws/call-aws'
import { textOf } from '@/lib/sync/aws/parse-values'

/** runtimeVersionArn: the version that is kept; null unless updateRuntimeOn is Manual. */
export type RuntimeManagement = { updateRuntimeOn: string | null; runtimeVersionArn: string | null }

/** When Lambda gives $LATEST another version of its runtime: Auto, FunctionUpdate or Manual. Throws AwsFailure. */
export async function getRuntimeManagementConfig(aws: AwsAccess, functionName: string): Promise<RuntimeManagement> {
  const answer = await callAws(aws, {
    service: 'lambda',
    operation: 'GetRuntimeManagementConfig',
    send: (options) =>
      aws.clients.lambda.send(new GetRuntimeManagementConfigCommand({ FunctionName: functionName }), options),
    isWhole: (answer) => textOf(answer.UpdateRuntimeOn) !== null,
  })
  return { updateRuntimeOn: textOf(answer.UpdateRuntimeOn), runtimeVersionArn: textOf(answer.RuntimeVersionArn) }
}
