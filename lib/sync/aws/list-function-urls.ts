import { ListFunctionUrlConfigsCommand } from '@aws-sdk/client-lambda'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { callAws } from '@/lib/sync/aws/call-aws'
import { isPage, recordsOf, textOf } from '@/lib/sync/aws/parse-values'
import { qualifierOfArn } from '@/lib/sync/aws/qualifier-of-arn'
import { readPages } from '@/lib/sync/aws/read-pages'

export type FunctionUrlRecord = { qualifier: string; url: string; authType: string | null; invokeMode: string | null }

/** The URLs of a function and of its aliases. Throws AwsFailure, then the listing is not whole. */
export async function listFunctionUrls(aws: AwsAccess, functionName: string): Promise<FunctionUrlRecord[]> {
  const pages = readPages(
    { service: 'lambda', operation: 'ListFunctionUrlConfigs' },
    (Marker) =>
      callAws(aws, {
        service: 'lambda',
        operation: 'ListFunctionUrlConfigs',
        send: (options) =>
          aws.clients.lambda.send(new ListFunctionUrlConfigsCommand({ FunctionName: functionName, Marker }), options),
        isWhole: (answer) => isPage(answer.FunctionUrlConfigs, answer.NextMarker, 'FunctionArn', 'FunctionUrl'),
      }),
    (page) => page.NextMarker,
  )
  const urls: FunctionUrlRecord[] = []
  for await (const { page } of pages) {
    for (const item of recordsOf(page.FunctionUrlConfigs)) {
      const url = textOf(item.FunctionUrl)
      if (url === null) continue
      const qualifier = qualifierOfArn(textOf(item.FunctionArn))
      urls.push({ qualifier, url, authType: textOf(item.AuthType), invokeMode: textOf(item.InvokeMode) })
    }
  }
  return urls
}
