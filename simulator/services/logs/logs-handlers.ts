import type {
  DescribeLogGroupsCommandInput,
  DescribeLogGroupsCommandOutput,
  DescribeLogStreamsCommandInput,
  DescribeLogStreamsCommandOutput,
  GetLogEventsCommandInput,
  GetLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs'
import type { LogEvent } from '@/simulator/fleet/types'
import { filterLogEvents } from '@/simulator/services/logs/filter-log-events'
import {
  findLogGroup,
  findReadableGroup,
  invalidLogsParameter,
  listGroups,
} from '@/simulator/services/logs/find-log-group'
import { listStreams } from '@/simulator/services/logs/list-streams'
import type { OperationContext, OperationHandlers } from '@/simulator/wire/operation-context'
import { decodePageToken, encodePageToken } from '@/simulator/wire/page-token'
import { ServiceError } from '@/simulator/wire/service-error'

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

type StreamPosition = { index: number }

/** Start inclusive, end exclusive, as GetLogEvents has it; the stream has ended when the same token comes back. */
function getLogEvents(input: GetLogEventsCommandInput, context: OperationContext): Answer<GetLogEventsCommandOutput> {
  const group = findReadableGroup(input, context, 'GetLogEvents')
  const { nextToken, ...parameters } = input
  const limit = input.limit ?? 10_000
  if (limit < 1 || limit > 10_000) throw invalidLogsParameter('limit must be between 1 and 10000')
  const span = listStreams(group, context).find(({ name }) => name === input.logStreamName)
  if (!span) throw new ServiceError('ResourceNotFoundException', 'The specified log stream does not exist.')
  const binding = { operation: 'GetLogEvents', region: context.region, parameters, nowMs: context.nowMs }
  // Init lines come before the first START, crash lines after the last REPORT: both within minutes.
  const fromMs = Math.max(input.startTime ?? 0, span.firstMs - 120_000)
  const toMs = Math.min((input.endTime ?? context.nowMs + 1) - 1, span.lastMs + 120_000)
  const events: LogEvent[] = []
  for (const event of context.world.logEvents(context.region, group.name, fromMs, toMs)) {
    if (event.streamName === input.logStreamName) events.push(event)
  }
  const direction = nextToken?.slice(0, 2) ?? (input.startFromHead ? 'f/' : 'b/')
  const first = input.startFromHead ? { index: 0 } : { index: events.length }
  const state = nextToken === undefined ? first : decodePageToken<StreamPosition>(binding, nextToken.slice(2))
  if (state === null) throw invalidLogsParameter('The specified nextToken is invalid.')
  const start = direction === 'f/' ? state.index : Math.max(0, state.index - limit)
  const end = direction === 'f/' ? Math.min(events.length, start + limit) : state.index
  return {
    events: events.slice(start, end).map(({ atMs, message, ingestionMs }) => ({
      timestamp: atMs,
      message,
      ingestionTime: ingestionMs,
    })),
    nextForwardToken: `f/${encodeStable(binding, end)}`,
    nextBackwardToken: `b/${encodeStable(binding, start)}`,
  }
}

/** GetLogEvents answers the very same token at the end of the data, so the token must not carry the moment. */
function encodeStable(binding: Parameters<typeof encodePageToken>[0], index: number): string {
  const dayMs = 24 * 60 * 60_000
  return encodePageToken({ ...binding, nowMs: Math.ceil(binding.nowMs / dayMs) * dayMs }, { index })
}

export const logsHandlers: OperationHandlers = {
  FilterLogEvents: filterLogEvents,
  DescribeLogGroups: describeLogGroups,
  DescribeLogStreams: describeLogStreams,
  GetLogEvents: getLogEvents,
}
