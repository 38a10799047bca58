import { setTimeout as sleep } from 'node:timers/promises'
import { GetQueryResultsCommand } from '@aws-sdk/client-cloudwatch-logs'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { AwsFailure } from '@/lib/sync/aws/aws-failure'
import { callAws } from '@/lib/sync/aws/call-aws'
import { deriveEventIds } from '@/lib/sync/aws/derive-event-ids'
import { isPage, numberOf, recordOf, recordsOf, textOf } from '@/lib/sync/aws/parse-values'
import type { LogEventRecord } from '@/lib/sync/aws/read-event-page'
import { readPages } from '@/lib/sync/aws/read-pages'

/** How a query ended, by AWS's word, and the bytes that AWS bills for it. */
export type QueryEnd = { status: string; billedBytes: number }

/** rows: how many the query has given so far, this page included. */
export type QueriedPage = { events: LogEventRecord[]; rows: number; isLast: boolean }

const FIRST_WAIT_MS = 200
const LONGEST_WAIT_MS = 2_000
const GOING_ON = new Set(['Scheduled', 'Running'])
const CALL = { service: 'logs', operation: 'GetQueryResults' } as const

/**
 * Asks until a query has ended. Null when AWS does not know it: it ended more than seven days ago. Whoever gives up can ask
 * again: the query goes on by itself. Throws AwsFailure. Follows API_GetQueryResults.
 */
export async function awaitLogQuery(aws: AwsAccess, queryId: string): Promise<QueryEnd | null> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2)) {
    try {
      await sleep(waitMs, undefined, { signal: aws.signal })
      // What a running query shows of its rows is not wanted.
      const answer = await getResults(aws, { queryId, maxItems: 1 })
      const status = textOf(answer.status) ?? ''
      if (GOING_ON.has(status)) continue
      const scanned = Math.max(0, Math.round(numberOf(recordOf(answer.statistics)?.bytesScanned) ?? 0))
      // AWS bills no query that fails, whatever it says to have scanned.
      return { status, billedBytes: status === 'Failed' ? 0 : scanned }
    } catch (error) {
      if (error instanceof AwsFailure && error.kind === 'gone') return null
      throw error
    }
  }
}

/** The bytes that AWS bills for these queries together, once they have ended. Throws AwsFailure. */
export async function scannedBy(aws: AwsAccess, queryIds: readonly string[]): Promise<number> {
  let bytes = 0
  for (const id of queryIds) bytes += (await awaitLogQuery(aws, id))?.billedBytes ?? 0
  return bytes
}

/**
 * The lines that a query found, oldest first, at most `maxItems` (10,000) at a time. They have no ID of AWS's own; rows that
 * name neither instant nor stream are left out. Throws AwsFailure.
 */
export async function* readLogQuery(aws: AwsAccess, queryId: string, maxItems: number): AsyncGenerator<QueriedPage> {
  let rows = 0
  let seen = new Map<string, number>()
  let lastAtMs = Number.NaN
  const restarted = () => {
    rows = 0
    seen = new Map()
  }
  const read = (nextToken: string | undefined) => getResults(aws, { queryId, nextToken, maxItems })
  for await (const { page, isLast } of readPages(CALL, read, (answer) => answer.nextToken, restarted)) {
    const found: unknown[] = page.results ?? []
    rows += found.length
    const lines = found.map(parseRow).filter((line) => line !== null)
    // Equal lines are counted within an instant, which may go on from the page before.
    if (lines[0]?.atMs !== lastAtMs) seen = new Map()
    lastAtMs = lines.at(-1)?.atMs ?? lastAtMs
    yield { events: deriveEventIds(lines, seen), rows, isLast }
  }
}

function getResults(aws: AwsAccess, input: { queryId: string; nextToken?: string; maxItems: number }) {
  return callAws(aws, {
    ...CALL,
    send: (options) => aws.clients.logs.send(new GetQueryResultsCommand(input), options),
    isWhole: (answer) => isPage(answer.results, answer.nextToken) && textOf(answer.status) !== null,
  })
}

/** A row is a list of {field, value}, all of them text; one without instant or stream says nothing. */
function parseRow(row: unknown): Omit<LogEventRecord, 'eventId'> | null {
  const fields = new Map(recordsOf(row).map(({ field, value }) => [field, textOf(value)]))
  const streamName = fields.get('@logStream') ?? null
  const atMs = parseTime(fields.get('@timestamp') ?? null)
  if (streamName === null || atMs === null) return null
  return { streamName, atMs, message: fields.get('@message') ?? '' }
}

/** Insights writes 2026-11-24 14:40:00.123 (UTC), and some of its fields as epoch milliseconds. */
function parseTime(text: string | null): number | null {
  if (text === null) return null
  const atMs = /^\d{10,}$/.test(text) ? Number(text) : Date.parse(`${text.replace(' ', 'T')}Z`)
  return Number.isFinite(atMs) ? atMs : null
}
