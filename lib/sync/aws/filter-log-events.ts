import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { callAws } from '@/lib/sync/aws/call-aws'
import { isPage, numberOf, recordsOf, textOf } from '@/lib/sync/aws/parse-values'
import { readPages } from '@/lib/sync/aws/read-pages'
import type { TimeRange } from '@/lib/sync/time-ranges'

export type LogEventRecord = {
  eventId: string
  streamName: string
  atMs: number
  ingestedAtMs: number
  message: string
}
export type LogEventPage = { events: LogEventRecord[]; isLast: boolean }

/**
 * The events of a log group in a window, a page (10,000 events or 1 MB, possibly none) at a time, by time.
 * Throws AwsFailure: "gone" for an absent group. Follows API_FilterLogEvents, whose bounds are both inclusive.
 */
export async function* filterLogEvents(
  aws: AwsAccess,
  logGroupName: string,
  window: TimeRange,
): AsyncGenerator<LogEventPage> {
  const input = { logGroupName, startTime: window.fromMs, endTime: window.toMs - 1 }
  const pages = readPages(
    { service: 'logs', operation: 'FilterLogEvents' },
    (nextToken) =>
      callAws(aws, {
        service: 'logs',
        operation: 'FilterLogEvents',
        send: (options) => aws.clients.logs.send(new FilterLogEventsCommand({ ...input, nextToken }), options),
        isWhole: ({ events, nextToken: next }) =>
          isPage(events, next, 'eventId', 'logStreamName', 'message') &&
          recordsOf(events).every(({ timestamp }) => numberOf(timestamp) !== null),
      }),
    (page) => page.nextToken,
  )
  for await (const { page, isLast } of pages) {
    yield {
      events: recordsOf(page.events)
        .map(parseEvent)
        .filter((event) => event !== null),
      isLast,
    }
  }
}

function parseEvent(item: Readonly<Record<string, unknown>>): LogEventRecord | null {
  const eventId = textOf(item.eventId)
  const streamName = textOf(item.logStreamName)
  const atMs = numberOf(item.timestamp)
  if (eventId === null || streamName === null || atMs === null) return null
  return {
    eventId,
    streamName,
    atMs,
    ingestedAtMs: numberOf(item.ingestionTime) ?? atMs,
    message: textOf(item.message) ?? '',
  }
}
