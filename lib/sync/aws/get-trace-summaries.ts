import { GetTraceSummariesCommand } from '@aws-sdk/client-xray'
import { storableText } from '@/lib/domain/storable-text'
import type { SummaryDetails } from '@/lib/domain/traces/facts/facts-of-summary'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { callAws } from '@/lib/sync/aws/call-aws'
import { boolOf, intOf, isPage, numberOf, recordOf, recordsOf, textOf, timeOf } from '@/lib/sync/aws/parse-values'
import { readPages } from '@/lib/sync/aws/read-pages'
import type { TimeRange } from '@/lib/sync/time-ranges'

/** hasError, hasFault: of the root segment; hasThrottle: of any. durationMs: first start to last end; responseMs: the root alone. */
export type TraceSummaryRecord = {
  id: string
  startedAtMs: number
  durationMs: number | null
  responseMs: number | null
  hasError: boolean
  hasFault: boolean
  hasThrottle: boolean
  isPartial: boolean
  revision: number
  entryPoint: string | null
  httpMethod: string | null
  httpUrl: string | null
  httpStatus: number | null
  annotations: Record<string, string | number | boolean> | null
  details: SummaryDetails
}
/** Of each list of a summary, so that it stays small. */
const MOST_DETAILS = 200

export type TraceSummaryPage = { summaries: TraceSummaryRecord[]; isLast: boolean }

/**
 * The traces that were updated in a window, a page at a time. By time of update, so that a late segment brings its trace
 * back. Throws AwsFailure. Follows API_GetTraceSummaries with TimeRangeType Event.
 */
export async function* getTraceSummaries(aws: AwsAccess, window: TimeRange): AsyncGenerator<TraceSummaryPage> {
  const input = {
    StartTime: new Date(window.fromMs),
    EndTime: new Date(window.toMs),
    TimeRangeType: 'Event' as const,
    Sampling: false,
  }
  const pages = readPages(
    { service: 'xray', operation: 'GetTraceSummaries' },
    (NextToken) =>
      callAws(aws, {
        service: 'xray',
        operation: 'GetTraceSummaries',
        send: (options) => aws.clients.xray.send(new GetTraceSummariesCommand({ ...input, NextToken }), options),
        unitsOf: (answer) => numberOf(answer.TracesProcessedCount),
        isWhole: ({ TraceSummaries, NextToken }) =>
          isPage(TraceSummaries, NextToken) && recordsOf(TraceSummaries).every((item) => parseSummary(item) !== null),
      }),
    (page) => page.NextToken,
  )
  for await (const { page, isLast } of pages) {
    yield {
      summaries: recordsOf(page.TraceSummaries)
        .map(parseSummary)
        .filter((item) => item !== null),
      isLast,
    }
  }
}

function parseSummary(item: Readonly<Record<string, unknown>>): TraceSummaryRecord | null {
  const id = textOf(item.Id)
  const startedAtMs = timeOf(item.StartTime) ?? timeOf(item.MatchedEventTime)
  if (id === null || startedAtMs === null) return null
  const http = recordOf(item.Http)
  return {
    id,
    startedAtMs,
    durationMs: milliseconds(item.Duration),
    responseMs: milliseconds(item.ResponseTime),
    hasError: boolOf(item.HasError) ?? false,
    hasFault: boolOf(item.HasFault) ?? false,
    hasThrottle: boolOf(item.HasThrottle) ?? false,
    isPartial: boolOf(item.IsPartial) ?? false,
    revision: intOf(item.Revision) ?? 0,
    entryPoint: textOf(recordOf(item.EntryPoint)?.Name),
    httpMethod: textOf(http?.HttpMethod),
    httpUrl: textOf(http?.HttpURL),
    httpStatus: intOf(http?.HttpStatus),
    annotations: parseAnnotations(item.Annotations),
    details: parseDetails(item),
  }
}

function parseDetails(item: Readonly<Record<string, unknown>>): SummaryDetails {
  const texts = (list: unknown, name: string) => {
    const values = recordsOf(list).map((one) => textOf(one[name]))
    return [...new Set(values.filter((value) => value !== null))].slice(0, MOST_DETAILS)
  }
  const services = recordsOf(item.ServiceIds).flatMap(({ Name, Type, AccountId }) => {
    const name = textOf(Name)
    return name === null ? [] : [{ name, type: textOf(Type), accountId: textOf(AccountId) }]
  })
  const http = recordOf(item.Http)
  return {
    services: services.slice(0, MOST_DETAILS),
    users: texts(item.Users, 'UserName'),
    arns: texts(item.ResourceARNs, 'ARN'),
    instances: texts(item.InstanceIds, 'Id'),
    zones: texts(item.AvailabilityZones, 'Name'),
    userAgent: textOf(http?.UserAgent),
    clientIp: textOf(http?.ClientIp),
  }
}

function milliseconds(seconds: unknown): number | null {
  const value = numberOf(seconds)
  return value === null ? null : Math.round(value * 1_000_000) / 1000
}

/** The first value of each annotation; its value is a union of which one member is set. */
function parseAnnotations(raw: unknown): TraceSummaryRecord['annotations'] {
  const annotations: Record<string, string | number | boolean> = {}
  for (const [key, values] of Object.entries(recordOf(raw) ?? {})) {
    const union = recordOf(recordsOf(values)[0]?.AnnotationValue)
    const value = textOf(union?.StringValue) ?? numberOf(union?.NumberValue) ?? boolOf(union?.BooleanValue)
    if (value !== null) annotations[storableText(key)] = value
  }
  return Object.keys(annotations).length === 0 ? null : annotations
}
