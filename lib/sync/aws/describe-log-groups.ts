import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { callAws } from '@/lib/sync/aws/call-aws'
import { intOf, isPage, numberOf, recordsOf, textOf } from '@/lib/sync/aws/parse-values'
import { readPages } from '@/lib/sync/aws/read-pages'

/** retentionDays null: kept for ever. */
export type LogGroupRecord = {
  name: string
  arn: string | null
  logGroupClass: string | null
  retentionDays: number | null
  storedBytes: number | null
}

/** The log groups whose names begin with `prefix`, a page (at most 50) at a time. Throws AwsFailure. */
export async function* describeLogGroups(aws: AwsAccess, prefix: string): AsyncGenerator<LogGroupRecord[]> {
  const pages = readPages(
    { service: 'logs', operation: 'DescribeLogGroups' },
    (nextToken) =>
      callAws(aws, {
        service: 'logs',
        operation: 'DescribeLogGroups',
        send: (options) =>
          aws.clients.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: prefix, nextToken }), options),
        isWhole: (answer) => isPage(answer.logGroups, answer.nextToken, 'logGroupName'),
      }),
    (page) => page.nextToken,
  )
  for await (const { page } of pages) {
    const groups: LogGroupRecord[] = []
    for (const item of recordsOf(page.logGroups)) {
      const name = textOf(item.logGroupName)
      if (name === null) continue
      groups.push({
        name,
        arn: textOf(item.arn),
        logGroupClass: textOf(item.logGroupClass),
        retentionDays: intOf(item.retentionInDays),
        storedBytes: numberOf(item.storedBytes),
      })
    }
    yield groups
  }
}
