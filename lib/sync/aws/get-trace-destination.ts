import { GetIndexingRulesCommand, GetTraceSegmentDestinationCommand } from '@aws-sdk/client-xray'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { callAws } from '@/lib/sync/aws/call-aws'
import { isPage, numberOf, recordOf, recordsOf, textOf } from '@/lib/sync/aws/parse-values'
import { readPages } from '@/lib/sync/aws/read-pages'

/**
 * Whether a region's traces go to the log group aws/spans (CloudWatch Transaction Search) instead of to X-Ray alone. A
 * switch that is under way has not happened yet. Throws AwsFailure. Follows API_GetTraceSegmentDestination.
 */
export async function goesToSpans(aws: AwsAccess): Promise<boolean> {
  const answer = await callAws(aws, {
    service: 'xray',
    operation: 'GetTraceSegmentDestination',
    send: (options) => aws.clients.xray.send(new GetTraceSegmentDestinationCommand({}), options),
    isWhole: ({ Destination }) => textOf(Destination) !== null,
  })
  return textOf(answer.Destination) === 'CloudWatchLogs' && textOf(answer.Status) !== 'PENDING'
}

/**
 * The share of traces that X-Ray indexes while all of them go to aws/spans, in percent; null when AWS does not say.
 * Throws AwsFailure. Follows API_GetIndexingRules.
 */
export async function getIndexedPercent(aws: AwsAccess): Promise<number | null> {
  const pages = readPages(
    { service: 'xray', operation: 'GetIndexingRules' },
    (NextToken) =>
      callAws(aws, {
        service: 'xray',
        operation: 'GetIndexingRules',
        send: (options) => aws.clients.xray.send(new GetIndexingRulesCommand({ NextToken }), options),
        isWhole: (answer) => isPage(answer.IndexingRules, answer.NextToken),
      }),
    (page) => page.NextToken,
  )
  for await (const { page } of pages) {
    for (const { Rule } of recordsOf(page.IndexingRules)) {
      const share = recordOf(recordOf(Rule)?.Probabilistic)
      const percent = numberOf(share?.ActualSamplingPercentage) ?? numberOf(share?.DesiredSamplingPercentage)
      if (percent !== null) return percent
    }
  }
  return null
}
