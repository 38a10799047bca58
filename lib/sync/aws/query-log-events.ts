import { setTimeout as sleep } from 'node:timers/promises'
import { GetQueryResultsCommand, StartQueryCommand, StopQueryCommand } from '@aws-sdk/client-cloudwatch-logs'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { AwsFailure, type AwsFailureKind } from '@/lib/sync/aws/aws-failure'
import { callAws } from '@/lib/sync/aws/call-aws'
import { deriveEventIds } from '@/lib/sync/aws/derive-event-ids'
import { isPage, numberOf, recordOf, recordsOf, textOf } from '@/lib/sync/aws/parse-values'
import type { LogEventRecord } from '@/lib/sync/aws/read-event-page'
import { readPages } from '@/lib/sync/aws/read-pages'
import type { TimeRange } from '@/lib/sync/time-ranges'

/** isCut: there were more than `MOST_ROWS` lines, of which these are the oldest. */
export type QueriedEvents = { events: LogEventRecord[]; isCut: boolean }

/** Of 100,000 that a query may give: what is kept in memory at once. */
export const MOST_ROWS = 50_000
const QUERY = `fields @timestamp, @ingestionTime, @logStream, @message, @ptr | sort @timestamp asc | limit ${MOST_ROWS}`
const ATTEMPTS = 3
const FIRST_WAIT_MS = 200
const LONGEST_WAIT_MS = 2_000
const STOP_WITHIN_MS = 5_000
const GOING_ON = new Set(['Scheduled', 'Running'])

/**
 * The oldest lines of a log group in a window of whole seconds, read with Logs Insights, which bills what it scans: for
 * groups of a class that FilterLogEvents cannot read. A query that fails is repeated. Events have no ID of AWS's own.
 * Throws AwsFailure: "gone" for an absent group, "throttled" when too many queries run. Follows API_StartQuery.
 */
export async function queryLogEvents(aws: AwsAccess, group: string, window: TimeRange): Promise<QueriedEvents> {
  for (let attempt = 1; ; attempt += 1) {
    const queryId = await startQuery(aws, group, window)
    const { status, rows } = await awaitResults(aws, queryId)
    if (status === 'Complete') {
      const events = rows
        .map(parseRow)
        .filter((event) => event !== null)
        .filter(({ atMs }) => atMs >= window.fromMs && atMs < window.toMs)
      return { events: deriveEventIds(events), isCut: rows.length >= MOST_ROWS }
    }
    if (attempt === ATTEMPTS) throw failure('other', 'GetQueryResults', `The query ended as ${status ?? 'Unknown'}.`)
  }
}

async function startQuery(aws: AwsAccess, logGroupName: string, { fromMs, toMs }: TimeRange): Promise<string> {
  const times = { startTime: Math.floor(fromMs / 1000), endTime: Math.ceil(toMs / 1000) }
  try {
    const { queryId } = await callAws(aws, {
      service: 'logs',
      operation: 'StartQuery',
      send: (options) =>
        aws.clients.logs.send(new StartQueryCommand({ logGroupName, ...times, queryString: QUERY }), options),
      isWhole: (answer) => textOf(answer.queryId) !== null,
    })
    return textOf(queryId) ?? ''
  } catch (error) {
    // A hundred queries may run at once in an account: others have to end first.
    if (error instanceof AwsFailure && error.message.startsWith('LimitExceeded')) {
      throw failure(
        'throttled',
        'StartQuery',
        'Too many Logs Insights queries run in this account; it is tried again later.',
      )
    }
    throw error
  }
}

/**
 * Asks until the query has ended; one that is given up while it runs is stopped, so that it scans no more. What it scans is
 * counted with every answer, so that a run that dies loses no more than the last moments.
 */
async function awaitResults(aws: AwsAccess, queryId: string): Promise<{ status: string | null; rows: unknown[] }> {
  let ended = false
  let counted = 0
  const count = async (bytes: number) => {
    if (bytes === counted) return
    await aws.meter.afterCall({
      ...{ accountRegionId: aws.accountRegionId, service: 'logs', operation: 'StartQuery', atMs: aws.nowMs },
      units: bytes - counted,
    })
    counted = bytes
  }
  try {
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2)) {
      await sleep(waitMs, undefined, { signal: aws.signal })
      const { status, rows, bytesScanned } = await readResults(aws, queryId)
      // AWS bills no query that fails, whatever it says to have scanned.
      await count(status === 'Failed' ? 0 : bytesScanned)
      if (status !== null && GOING_ON.has(status)) continue
      ended = true
      return { status, rows }
    }
  } finally {
    if (!ended) await count(Math.max(counted, await stopQuery(aws, queryId)))
  }
}

async function readResults(aws: AwsAccess, queryId: string) {
  const rows: unknown[] = []
  const pages = readPages(
    { service: 'logs', operation: 'GetQueryResults' },
    (nextToken) =>
      callAws(aws, {
        service: 'logs',
        operation: 'GetQueryResults',
        send: (options) => aws.clients.logs.send(new GetQueryResultsCommand({ queryId, nextToken }), options),
        isWhole: (answer) => isPage(answer.results, answer.nextToken) && textOf(answer.status) !== null,
      }),
    (page) => page.nextToken,
    () => rows.splice(0),
  )
  let status: string | null = null
  let bytesScanned = 0
  for await (const { page } of pages) {
    status = textOf(page.status)
    bytesScanned = Math.max(0, Math.round(numberOf(recordOf(page.statistics)?.bytesScanned) ?? 0))
    if (Array.isArray(page.results)) rows.push(...page.results)
  }
  return { status, rows, bytesScanned }
}

/** Answers how many bytes it has scanned, 0 where that cannot be told. */
async function stopQuery(aws: AwsAccess, queryId: string): Promise<number> {
  const stopping = { ...aws, signal: AbortSignal.timeout(STOP_WITHIN_MS) }
  try {
    await callAws(stopping, {
      service: 'logs',
      operation: 'StopQuery',
      send: (options) => aws.clients.logs.send(new StopQueryCommand({ queryId }), options),
      isWhole: () => true,
    })
    return (await readResults(stopping, queryId)).bytesScanned
  } catch (error) {
    // It may have ended by itself, and what stopped the run matters more.
    if (!(error instanceof AwsFailure)) throw error
    return 0
  }
}

function failure(kind: AwsFailureKind, operation: string, message: string): AwsFailure {
  return new AwsFailure(kind, message, { service: 'logs', operation, iamAction: `logs:${operation}` })
}

/** A row is a list of {field, value}, all of them text; one without instant or stream says nothing. */
function parseRow(row: unknown): Omit<LogEventRecord, 'eventId'> | null {
  const fields = new Map(recordsOf(row).map(({ field, value }) => [field, textOf(value)]))
  const streamName = fields.get('@logStream') ?? null
  const atMs = parseTime(fields.get('@timestamp') ?? null)
  if (streamName === null || atMs === null) return null
  const ingestedAtMs = parseTime(fields.get('@ingestionTime') ?? null) ?? atMs
  return { streamName, atMs, ingestedAtMs, message: fields.get('@message') ?? '' }
}

/** Insights writes 2026-11-24 14:40:00.123 (UTC), and some of its fields as epoch milliseconds. */
function parseTime(text: string | null): number | null {
  if (text === null) return null
  const atMs = /^\d{10,}$/.test(text) ? Number(text) : Date.parse(`${text.replace(' ', 'T')}Z`)
  return Number.isFinite(atMs) ? atMs : null
}
