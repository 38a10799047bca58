import type { GetLogEventsCommandInput, GetLogEventsCommandOutput } from '@aws-sdk/client-cloudwatch-logs'
import type { LogEvent } from '@/simulator/fleet/types'
import { findReadableGroup, invalidLogsParameter } from '@/simulator/services/logs/find-log-group'
import { listStreams } from '@/simulator/services/logs/list-streams'
import { type LogPosition, positionOf, readBackward, readForward } from '@/simulator/services/logs/read-events'
import type { OperationContext } from '@/simulator/wire/operation-context'
import { decodePageToken, encodePageToken } from '@/simulator/wire/page-token'
import { ServiceError } from '@/simulator/wire/service-error'

type State = { from: LogPosition | null }

const pageBytes = 1024 * 1024
const dayMs = 24 * 60 * 60_000

function takePage(events: Iterable<LogEvent>, streamName: string, limit: number): LogEvent[] {
  const page: LogEvent[] = []
  let bytes = 0
  for (const event of events) {
    if (event.streamName !== streamName) continue
    bytes += Buffer.byteLength(event.message)
    if (page.length >= limit || (page.length > 0 && bytes > pageBytes)) break
    page.push(event)
  }
  return page
}

/**
 * GetLogEvents: start inclusive, end exclusive, newest page first unless startFromHead. Both tokens are always there;
 * the stream has ended in a direction when the token that was sent comes back.
 */
export function getLogEvents(
  input: GetLogEventsCommandInput,
  context: OperationContext,
): Omit<GetLogEventsCommandOutput, '$metadata'> {
  const group = findReadableGroup(input, context, 'GetLogEvents')
  const { nextToken, ...parameters } = input
  const limit = input.limit ?? 10_000
  if (limit < 1 || limit > 10_000) throw invalidLogsParameter('limit must be between 1 and 10000')
  const streamName = input.logStreamName ?? ''
  const span = listStreams(group, context).find(({ name }) => name === streamName)
  if (!span) throw new ServiceError('ResourceNotFoundException', 'The specified log stream does not exist.')
  // The same position must give the same token, so the token must not carry the moment that it was made at.
  const nowMs = Math.ceil(context.nowMs / dayMs) * dayMs
  const binding = { operation: 'GetLogEvents', region: context.region, parameters, nowMs }
  const isForward = nextToken ? nextToken.startsWith('f/') : input.startFromHead === true
  const state = nextToken ? decodePageToken<State>(binding, nextToken.slice(2)) : { from: null }
  if (state === null) throw invalidLogsParameter('The specified nextToken is invalid.')
  // Init lines come before the first START and crash lines after the last REPORT, both within minutes.
  const range = {
    group: group.name,
    fromMs: Math.max(input.startTime ?? 0, span.firstMs - 120_000),
    toMs: Math.min((input.endTime ?? context.nowMs + 1) - 1, span.lastMs + 120_000),
    from: state.from,
  }
  const read = isForward ? readForward : readBackward
  const page = takePage(read(context, range), streamName, limit)
  const events = isForward ? page : page.reverse()
  const [first, last] = [events[0], events.at(-1)]
  return {
    events: events.map(({ atMs, message, ingestionMs }) => ({ timestamp: atMs, message, ingestionTime: ingestionMs })),
    nextForwardToken: `f/${encodePageToken(binding, { from: last ? positionOf(last) : state.from })}`,
    nextBackwardToken: `b/${encodePageToken(binding, { from: first ? positionOf(first) : state.from })}`,
  }
}
