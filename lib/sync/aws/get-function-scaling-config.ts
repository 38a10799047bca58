import { GetFunctionScalingConfigCommand } from '@aws-sdk/client-lambda'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { callAws } from '@/lib/sync/aws/call-aws'
import { nullWhenGone } from '@/lib/sync/aws/null-when-gone'
import { intOf, recordOf, textOf } from '@/lib/sync/aws/parse-values'

/** How many execution environments: at least and at most. Null where AWS names none. */
export type EnvironmentBounds = { min: number | null; max: number | null }
export type FunctionScaling = { requested: EnvironmentBounds; applied: EnvironmentBounds }

/** How a version on managed instances scales; null when AWS knows nothing of it. Throws AwsFailure. */
export async function getFunctionScalingConfig(
  aws: AwsAccess,
  functionName: string,
  version: string,
): Promise<FunctionScaling | null> {
  const answer = await nullWhenGone(
    callAws(aws, {
      service: 'lambda',
      operation: 'GetFunctionScalingConfig',
      send: (options) => {
        const input = { FunctionName: functionName, Qualifier: version }
        return aws.clients.lambda.send(new GetFunctionScalingConfigCommand(input), options)
      },
      isWhole: (answer) => textOf(answer.FunctionArn) !== null,
    }),
  )
  if (answer === null) return null
  const { RequestedFunctionScalingConfig, AppliedFunctionScalingConfig } = answer
  return { requested: boundsOf(RequestedFunctionScalingConfig), applied: boundsOf(AppliedFunctionScalingConfig) }
}

function boundsOf(raw: unknown): EnvironmentBounds {
  const fields = recordOf(raw)
  return { min: intOf(fields?.MinExecutionEnvironments), max: intOf(fields?.MaxExecutionEnvironments) }
}
