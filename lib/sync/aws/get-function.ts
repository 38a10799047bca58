import { GetFunctionCommand, type GetFunctionCommandOutput } from '@aws-sdk/client-lambda'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { callAws } from '@/lib/sync/aws/call-aws'
import { type FunctionRecord, parseFunctionConfiguration } from '@/lib/sync/aws/parse-function-configuration'
import { intOf, jsonOf, recordOf } from '@/lib/sync/aws/parse-values'

/** tags: null where AWS could not read them, such as for want of lambda:ListTags. */
export type FunctionDetail = { configuration: FunctionRecord; reservedConcurrency: number | null; tags: unknown }

/**
 * One function with its state, tags and reserved concurrency (null: none; 0: blocked on purpose). Null when the answer
 * names no function. Where the code lies is dropped: it is a signed link.
 */
export async function getFunction(aws: AwsAccess, name: string, hashKey: string): Promise<FunctionDetail | null> {
  const answer = await callAws(aws, {
    service: 'lambda',
    operation: 'GetFunction',
    send: (options) => aws.clients.lambda.send(new GetFunctionCommand({ FunctionName: name }), options),
    isWhole: (answer) => recordOf(answer.Configuration) !== null,
  })
  return parseFunctionDetail(answer, hashKey)
}

/** What of GetFunction's answer is kept. Null when it names no function. */
export function parseFunctionDetail(answer: Partial<GetFunctionCommandOutput>, hashKey: string): FunctionDetail | null {
  const configuration = parseFunctionConfiguration(answer.Configuration, hashKey)
  if (configuration === null) return null
  return {
    configuration,
    reservedConcurrency: intOf(recordOf(answer.Concurrency)?.ReservedConcurrentExecutions),
    tags: recordOf(answer.TagsError) === null ? (jsonOf(recordOf(answer.Tags)) ?? {}) : null,
  }
}
