import { ListFunctionsCommand } from '@aws-sdk/client-lambda'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { callAws } from '@/lib/sync/aws/call-aws'
import { type FunctionRecord, parseFunctionConfiguration } from '@/lib/sync/aws/parse-function-configuration'
import { isPage, recordsOf } from '@/lib/sync/aws/parse-values'
import { readPages } from '@/lib/sync/aws/read-pages'

/**
 * The functions of the region, a page (at most 50) at a time; with allVersions one record for each published version
 * besides $LATEST. State and last update are not part of the listing. Throws AwsFailure, then the listing is not whole.
 */
export async function* listFunctions(
  aws: AwsAccess,
  options: { allVersions: boolean; hashKey: string },
): AsyncGenerator<FunctionRecord[]> {
  const FunctionVersion = options.allVersions ? 'ALL' : undefined
  const pages = readPages(
    { service: 'lambda', operation: 'ListFunctions' },
    (Marker) =>
      callAws(aws, {
        service: 'lambda',
        operation: 'ListFunctions',
        send: (sending) => aws.clients.lambda.send(new ListFunctionsCommand({ FunctionVersion, Marker }), sending),
        isWhole: (answer) => isPage(answer.Functions, answer.NextMarker, 'FunctionArn', 'FunctionName'),
      }),
    (page) => page.NextMarker,
  )
  for await (const { page } of pages) {
    yield recordsOf(page.Functions)
      .map((item) => parseFunctionConfiguration(item, options.hashKey))
      .filter((item) => item !== null)
  }
}
