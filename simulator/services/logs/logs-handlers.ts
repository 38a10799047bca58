import type {
  DescribeLogGroupsCommandInput,
  DescribeLogGroupsCommandOutput,
  DescribeLogStreamsCommandInput,
  DescribeLogStreamsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs'
import { filterLogEvents } from '@/simulator/services/logs/filter-log-events'
import { findLogGroup, invalidLogsParameter, listGroups } from '@/simulator/services/logs/find-log-group'
import { getLogEvents } from '@/simulator/services/logs/get-log-events'
import { insightsHandlers } from '@/simulator/services/logs/insights-handlers'
import { listStreams } from '@/simulator/services/logs/list-streams'
import type { OperationContext, OperationHandlers } from '@/simulator/wire/operation-context'
import { decodePageToken, encodePageToken } from '@/simulator/wire/page-token'

type Answer<Output> = Omit<Output, '$metadata'>

function pageOf<Item>(items: readonly Item[], operation: string, input: object, context: OperationContext) {
  const { nextToken, limit, ...parameters }: { nextToken?: string; limit?: number } = input
  if (limit !== undefined && (limit < 1 || limit > 50)) throw invalidLogsParameter('limit must be between 1 and 50')
  const binding = { operation, region: context.region, parameters, nowMs: context.nowMs }
  const start = nextToken === undefined ? 0 : decodePageToken<number>(binding, nextToken)
  if (start === null) throw invalidLogsParameter('The specified nextToken is invalid.')
  const end = start + (limit ?? 50)
  return {
    items: items.slice(start, end),
    nextToken: end < items.length ? encodePageToken(binding, end) : undefined,
  }
}

function describeLogGroups(
  input: DescribeLogGroupsCommandInput,
  context: OperationContext,
): Answer<DescribeLogGroupsCommandOutput> {
  const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern } = input
  if (prefix !== undefined && pattern !== undefined) {
    throw invalidLogsParameter('logGroupNamePrefix and logGroupNamePattern must not both be specified')
  }
  const groups = listGroups(context)
    .filter(({ name }) => (prefix === undefined ? true : name.startsWith(prefix)))
    .filter(({ name }) => (pattern === undefined ? true : name.toLowerCase().includes(pattern.toLowerCase())))
    .filter((group) => input.logGroupClass === undefined || group.class === input.logGroupClass)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const page = pageOf(groups, 'DescribeLogGroups', input, context)
  return {
    nextToken: page.nextToken,
    logGroups: page.items.map((group) => {
      const arn = `arn:aws:logs:${context.region}:${context.world.accountId}:log-group:${group.name}`
      return {
        logGroupName: group.name,
        logGroupArn: arn,
        arn: `${arn}:*`,
        creationTime: group.createdAtMs,
        retentionInDays: group.retentionInDays ?? undefined,
        logGroupClass: group.class,
        metricFilterCount: 0,
        storedBytes: 0,
      }
    }),
  }
}

function describeLogStreams(
  input: DescribeLogStreamsCommandInput,
  context: OperationContext,
): Answer<DescribeLogStreamsCommandOutput> {
  const group = findLogGroup(input, context)
  const byTime = input.orderBy === 'LastEventTime'
  const prefix = input.logStreamNamePrefix
  if (byTime && prefix !== undefined) {
    throw invalidLogsParameter('Cannot order by LastEventTime with a logStreamNamePrefix.')
  }
  const sign = input.descending ? -1 : 1
  const streams = listStreams(group, context)
    .filter(({ name }) => prefix === undefined || name.startsWith(prefix))
    .sort((a, b) => sign * ((byTime ? a.lastMs - b.lastMs : 0) || (a.name < b.name ? -1 : 1)))
  const page = pageOf(streams, 'DescribeLogStreams', input, context)
  const arn = `arn:aws:logs:${context.region}:${context.world.accountId}:log-group:${group.name}:log-stream`
  return {
    nextToken: page.nextToken,
    logStreams: page.items.map(({ name, firstMs, lastMs }) => ({
      logStreamName: name,
      arn: `${arn}:${name}`,
      creationTime: firstMs,
      firstEventTimestamp: firstMs,
      lastEventTimestamp: lastMs,
      lastIngestionTime: lastMs,
      storedBytes: 0,
    })),
  }
}

export const logsHandlers: OperationHandlers = {
  FilterLogEvents: filterLogEvents,
  DescribeLogGroups: describeLogGroups,
  DescribeLogStreams: describeLogStreams,
  GetLogEvents: getLogEvents,
  ...insightsHandlers,
}
