import { ListVersionsByFunctionCommand } from '@aws-sdk/client-lambda'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { callAws } from '@/lib/sync/aws/call-aws'
import { type FunctionRecord, parseFunctionConfiguration } from '@/lib/sync/aws/parse-function-configuration'
import { isPage, recordsOf } from '@/lib/sync/aws/parse-values'
import { readPages } from '@/lib/sync/aws/read-pages'

/** The versions of a function, $LATEST among them, a page (at most 50) at a time. Throws AwsFailure, then they are not whole. */
export async function* listVersions(
  aws: AwsAccess,
  { functionName, hashKey }: { functionName: string; hashKey: string },
): AsyncGenerator<FunctionRecord[]> {
  const pages = readPages(
    { service: 'lambda', operation: 'ListVersionsByFunction' },
    (Marker) =>
      callAws(aws, {
        service: 'lambda',
        operation: 'ListVersionsByFunction',
        send: (options) => {
          const input = { FunctionName: functionName, Marker }
          return aws.clients.lambda.send(new ListVersionsByFunctionCommand(input), options)
        },
        isWhole: (answer) => isPage(answer.Versions, answer.NextMarker, 'FunctionArn', 'Version'),
      }),
    (page) => page.NextMarker,
  )
  for await (const { page } of pages) {
    yield recordsOf(page.Versions)
      .map((item) => parseFunctionConfiguration(item, hashKey))
      .filter((item) => item !== null)
  }
}
