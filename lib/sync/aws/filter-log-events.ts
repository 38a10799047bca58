import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { callAws } from '@/lib/sync/aws/call-aws'
import { isPage } from '@/lib/sync/aws/parse-values'
import { type LogEventRecord, readEventPage } from '@/lib/sync/aws/read-event-page'
import { readPages } from '@/lib/sync/aws/read-pages'
import type { TimeRange } from '@/lib/sync/time-ranges'

export type LogEventPage = { events: LogEventRecord[]; isLast: boolean }

/**
 * The events of a log group in a window, a page (10,000 events or 1 MB, possibly none) at a time, by time.
 * What an endpoint answers from outside of the window belongs to another one, and is left out.
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
        async send(options) {
          const command = new FilterLogEventsCommand({ ...input, nextToken })
          const page = readEventPage(command)
          await aws.clients.logs.send(command, options)
          return page()
        },
        isWhole: (page) => isPage(page.events, page.nextToken),
      }),
    (page) => page.nextToken,
  )
  const isWithin = ({ atMs }: LogEventRecord) => atMs >= window.fromMs && atMs < window.toMs
  for await (const { page, isLast } of pages) yield { events: (page.events ?? []).filter(isWithin), isLast }
}
