import { ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { callAws } from '@/lib/sync/aws/call-aws'
import { isPage, recordsOf, textOf } from '@/lib/sync/aws/parse-values'
import { readPages } from '@/lib/sync/aws/read-pages'

/** One metric in the dimension set that it was published with: name → value. */
export type ListedMetric = { metric: string; dimensions: ReadonlyMap<string, string> }

/**
 * Lambda's metrics that had a point in the last two weeks, or with `recentlyActive` in about the last three hours; a page
 * (500) at a time. A metric that began within the last 15 minutes may be missing. Throws AwsFailure.
 */
export async function* listMetrics(
  aws: AwsAccess,
  { recentlyActive }: { recentlyActive: boolean },
): AsyncGenerator<ListedMetric[]> {
  const input = { Namespace: 'AWS/Lambda', ...(recentlyActive ? { RecentlyActive: 'PT3H' as const } : {}) }
  const pages = readPages(
    { service: 'cloudwatch', operation: 'ListMetrics' },
    (NextToken) =>
      callAws(aws, {
        service: 'cloudwatch',
        operation: 'ListMetrics',
        units: 1,
        send: (options) => aws.clients.cloudwatch.send(new ListMetricsCommand({ ...input, NextToken }), options),
        isWhole: (answer) => isPage(answer.Metrics, answer.NextToken, 'MetricName'),
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
  return { metric, dimensions }
}
