import { ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { callAws } from '@/lib/sync/aws/call-aws'
import { isPage, recordsOf, textOf } from '@/lib/sync/aws/parse-values'
import { readPages } from '@/lib/sync/aws/read-pages'

/** One metric in the dimension set that it was published with. functionName null: the account-region itself. */
export type ListedMetric = {
  metric: string
  functionName: string | null
  resource: string | null
  executedVersion: string | null
}

/**
 * Lambda's metrics that had a point in the last two weeks, a page (500) at a time; sets with dimensions that are not known
 * here are left out. A metric that began within the last 15 minutes may be missing. Throws AwsFailure.
 */
export async function* listMetrics(aws: AwsAccess): AsyncGenerator<ListedMetric[]> {
  const pages = readPages(
    (NextToken) =>
      callAws(aws, {
        service: 'cloudwatch',
        operation: 'ListMetrics',
        units: 1,
        send: (options) =>
          aws.clients.cloudwatch.send(new ListMetricsCommand({ Namespace: 'AWS/Lambda', NextToken }), options),
        isWhole: (answer) => isPage(answer.Metrics, answer.NextToken),
      }),
    (page) => page.NextToken,
  )
  for await (const { page } of pages) {
    yield recordsOf(page.Metrics)
      .map(parseMetric)
      .filter((metric) => metric !== null)
  }
}

function parseMetric(item: Readonly<Record<string, unknown>>): ListedMetric | null {
  const metric = textOf(item.MetricName)
  if (metric === null) return null
  const dimensions = new Map<string, string>()
  for (const dimension of recordsOf(item.Dimensions)) {
    dimensions.set(textOf(dimension.Name) ?? '', textOf(dimension.Value) ?? '')
  }
  const listed = {
    metric,
    functionName: dimensions.get('FunctionName') ?? null,
    resource: dimensions.get('Resource') ?? null,
    executedVersion: dimensions.get('ExecutedVersion') ?? null,
  }
  const known = Object.values(listed).filter((value) => value !== null).length - 1
  return known === dimensions.size ? listed : null
}
