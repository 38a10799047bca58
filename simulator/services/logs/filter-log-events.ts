import type { FilterLogEventsCommandInput, FilterLogEventsCommandOutput } from '@aws-sdk/client-cloudwatch-logs'
import type { LogEvent } from '@/simulator/fleet/types'
import { compileFilterPattern } from '@/simulator/services/logs/compile-filter-pattern'
import { findReadableGroup, invalidLogsParameter } from '@/simulator/services/logs/find-log-group'
import { type LogPosition, positionOf, readBackward, readForward } from '@/simulator/services/logs/read-events'
import { deterministicHash } from '@/simulator/wire/deterministic-hash'
import type { OperationContext } from '@/simulator/wire/operation-context'
import { decodePageToken, encodePageToken } from '@/simulator/wire/page-token'

type State = { page: number; after: LogPosition | null }

const pageEvents = 10_000
const pageBytes = 1024 * 1024
// AWS also ends a page after so much work without a match; that is where empty pages come from.
const pageScanned = 100_000
const emptyPageEvery = 7

function checkInput(input: FilterLogEventsCommandInput): void {
  const { limit, startTime, endTime, logStreamNames, logStreamNamePrefix } = input
  if (limit !== undefined && (limit < 1 || limit > pageEvents)) {
    throw invalidLogsParameter(
      `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000`,
    )
  }
  if (startTime !== undefined && endTime !== undefined && startTime > endTime) {
    throw invalidLogsParameter('endTime must not be before startTime')
  }
  if (logStreamNames !== undefined && logStreamNamePrefix !== undefined) {
    throw invalidLogsParameter('logStreamNames and logStreamNamePrefix must not both be specified')
  }
  if (logStreamNames !== undefined && (logStreamNames.length < 1 || logStreamNames.length > 100)) {
    throw invalidLogsParameter('logStreamNames must have between 1 and 100 names')
  }
}

function matchesStream(input: FilterLogEventsCommandInput): (name: string) => boolean {
  const { logStreamNames, logStreamNamePrefix } = input
  if (logStreamNames) {
    const wanted = new Set(logStreamNames)
    return (name) => wanted.has(name)
  }
  return logStreamNamePrefix ? (name) => name.startsWith(logStreamNamePrefix) : () => true
}

function collectPage(events: Iterable<LogEvent>, input: FilterLogEventsCommandInput, mostEvents: number) {
  const inStream = matchesStream(input)
  const matches = compileFilterPattern(input.filterPattern)
  const found: LogEvent[] = []
  const limit = Math.min(input.limit ?? pageEvents, mostEvents)
  let bytes = 0
  let scanned = 0
  let last: LogEvent | null = null
  for (const event of events) {
    const isMatch = inStream(event.streamName) && matches(event.message)
    const size = isMatch ? Buffer.byteLength(event.message) : 0
    const isFull = found.length >= limit || scanned >= pageScanned || (found.length > 0 && bytes + size > pageBytes)
    if (isFull) return { found, last, more: true }
    scanned += 1
    last = event
    if (!isMatch) continue
    bytes += size
    found.push(event)
  }
  return { found, last, more: false }
}

/**
 * FilterLogEvents: both bounds inclusive, ordered by time then ingestion, a page of 10,000 events or 1 MB, and now
 * and then an empty page that still has a token. Late events before the token's position are left to the next read.
 */
export function filterLogEvents(
  input: FilterLogEventsCommandInput,
  context: OperationContext,
): Omit<FilterLogEventsCommandOutput, '$metadata'> {
  checkInput(input)
  const group = findReadableGroup(input, context, 'FilterLogEvents')
  const { nextToken, ...parameters } = input
  const binding = { operation: 'FilterLogEvents', region: context.region, parameters, nowMs: context.nowMs }
  const state = nextToken === undefined ? { page: 0, after: null } : decodePageToken<State>(binding, nextToken)
  if (state === null) throw invalidLogsParameter('The specified nextToken is invalid.')
  const next = (after: LogPosition | null) => encodePageToken(binding, { page: state.page + 1, after })
  const oddity = deterministicHash(JSON.stringify([context.region, parameters])) + state.page
  if (oddity % emptyPageEvery === 0) return { events: [], searchedLogStreams: [], nextToken: next(state.after) }

  const fromMs = Math.max(0, input.startTime ?? 0)
  const toMs = Math.min(input.endTime ?? context.nowMs, context.nowMs)
  const read = input.startFromHead === false ? readBackward : readForward
  const { found, last, more } = collectPage(
    read(context, { group: group.name, fromMs, toMs, from: state.after }),
    input,
    context.mostEvents,
  )
  return {
    events: found.map((event) => ({
      logStreamName: event.streamName,
      timestamp: event.atMs,
      message: event.message,
      ingestionTime: event.ingestionMs,
      eventId: event.eventId,
    })),
    searchedLogStreams: [],
    nextToken: more && last ? next(positionOf(last)) : undefined,
  }
}
