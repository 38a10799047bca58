import { ListAliasesCommand } from '@aws-sdk/client-lambda'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { callAws } from '@/lib/sync/aws/call-aws'
import { isPage, numberOf, recordOf, recordsOf, textOf } from '@/lib/sync/aws/parse-values'
import { readPages } from '@/lib/sync/aws/read-pages'

/** weights: share (0 to 1) of each further version; the alias' own version has the rest. */
export type AliasRecord = {
  name: string
  version: string
  weights: Record<string, number>
  description: string | null
  revisionId: string | null
}

/** All aliases of a function. Throws AwsFailure, then the listing is not whole. */
export async function listAliases(aws: AwsAccess, functionName: string): Promise<AliasRecord[]> {
  const pages = readPages(
    { service: 'lambda', operation: 'ListAliases' },
    (Marker) =>
      callAws(aws, {
        service: 'lambda',
        operation: 'ListAliases',
        send: (options) =>
          aws.clients.lambda.send(new ListAliasesCommand({ FunctionName: functionName, Marker }), options),
        isWhole: (answer) => isPage(answer.Aliases, answer.NextMarker, 'Name', 'FunctionVersion'),
      }),
    (page) => page.NextMarker,
  )
  const aliases: AliasRecord[] = []
  for await (const { page } of pages) {
    for (const item of recordsOf(page.Aliases)) {
      const name = textOf(item.Name)
      const version = textOf(item.FunctionVersion)
      if (name === null || version === null) continue
      const weights = parseWeights(recordOf(item.RoutingConfig)?.AdditionalVersionWeights)
      aliases.push({
        name,
        version,
        weights,
        description: textOf(item.Description),
        revisionId: textOf(item.RevisionId),
      })
    }
  }
  return aliases
}

function parseWeights(raw: unknown): Record<string, number> {
  const weights: Record<string, number> = {}
  for (const [version, weight] of Object.entries(recordOf(raw) ?? {})) {
    const share = numberOf(weight)
    if (share !== null) weights[version] = share
  }
  return weights
}
