import * as z from 'zod/mini'
import type { ListLogsRequest, ListLogsResponse, LogItem } from '@/lib/contracts/logs'
import { levelOfCode } from '@/lib/domain/logs/log-level-code'
import { lineKey } from '@/lib/server/blocks/read-packed-lines'
import { CursorId, CursorMoment, cursorOf, parseCursor } from '@/lib/server/cursor'
import type { Db } from '@/lib/server/db'
import { findRequestLines, requestOf } from '@/lib/server/log-search/find-request-lines'
import {
  beforeMoment,
  compareNewest,
  type FoundLine,
  type LinePosition,
  logLineId,
} from '@/lib/server/log-search/found-line'
import { LineMatcher } from '@/lib/server/log-search/line-matcher'
import { type LogScope, resolveLogScope } from '@/lib/server/log-search/log-scope'
import { readStreamFacts, type StreamFacts } from '@/lib/server/log-search/stream-facts'
import { walkLines } from '@/lib/server/log-search/walk-lines'
import { checkWindow } from '@/lib/server/queries/check-window'
import { getReadExtent } from '@/lib/server/queries/get-read-extent'

const Cursor = z.tuple([z.literal('logs'), CursorMoment, CursorId, z.string().check(z.regex(/^([0-9a-f]{2})*$/))])
/** Then a page is answered with what was found until then. */
const LONGEST_MS = 1_500

type Page = { lines: FoundLine[]; next: LinePosition | null }

/**
 * A page of the stored log lines of the window that meet a query, newest first, by keyset. A query that has too much to
 * look through is answered in parts: searchedToMs tells from where on everything was looked at, nextCursor goes on.
 * Throws BAD_REQUEST with the position of what cannot be read.
 */
export async function listLogs(db: Db, request: ListLogsRequest, nowMs: number): Promise<ListLogsResponse> {
  const { fromMs, toMs } = checkWindow(request)
  const cursor = parseCursor(request.cursor, Cursor)
  const start =
    cursor === null
      ? beforeMoment(toMs)
      : { atMs: Math.min(cursor[1], toMs), streamId: cursor[2], eventId: Buffer.from(cursor[3], 'hex') }
  const scope = await resolveLogScope(db, request)
  const matcher = new LineMatcher(db, scope.query)
  const { lines, next } =
    (await readRequest({ db, scope, matcher }, { fromMs, start, limit: request.limit })) ??
    (await readPage({ db, scope, matcher }, { fromMs, start, limit: request.limit }))
  const { placeIds } = scope
  const functionNames = request.functionName === undefined ? undefined : [request.functionName]
  const isNothing = lines.length === 0 && next === null
  return {
    items: await logItems(db, lines, matcher.facts),
    read: isNothing ? await getReadExtent(db, 'logs', { placeIds, functionNames }, { fromMs, toMs }, nowMs) : null,
    nextCursor: next === null ? null : cursorOf(['logs', next.atMs, next.streamId, next.eventId.toString('hex')]),
    searchedToMs: next === null ? fromMs : next.atMs,
  }
}

/** Lines as the API has them. facts: of streams that are known already. */
export async function logItems(
  db: Db,
  lines: readonly FoundLine[],
  facts: Map<number, StreamFacts> = new Map(),
): Promise<LogItem[]> {
  await readStreamFacts(
    db,
    lines.map(({ streamId }) => streamId),
    facts,
  )
  return lines.flatMap((line) => {
    const stream = facts.get(line.streamId)
    if (stream === undefined) return []
    const { name: logStream, logGroup, functionName, version, accountId, region } = stream
    const { atMs, requestId, level, message } = line
    const place = { accountId, region, functionName, version, logGroup, logStream }
    return [{ id: logLineId(line), atMs, ...place, requestId, level: levelOfCode(level), message }]
  })
}

type Search = { db: Db; scope: LogScope; matcher: LineMatcher }
type PageBounds = { fromMs: number; start: LinePosition; limit: number }

async function readPage(search: Search, { fromMs, start, limit }: PageBounds): Promise<Page> {
  const deadlineMs = performance.now() + LONGEST_MS
  const { lines, reached } = await walkLines({ ...search, fromMs, need: limit + 1, deadlineMs }, start)
  if (lines.length <= limit) return { lines, next: reached }
  const page = lines.slice(0, limit)
  return { lines: page, next: page.at(-1) ?? null }
}

/** Null when the query asks for no request whose invocations are stored. */
async function readRequest({ db, scope, matcher }: Search, bounds: PageBounds): Promise<Page | null> {
  const requestId = requestOf(scope.query)
  if (requestId === null) return null
  const found = await findRequestLines(db, { requestId, placeIds: scope.placeIds }, matcher.facts)
  if (found === null) return null
  const isWithin = (line: FoundLine) => line.atMs >= bounds.fromMs && compareNewest(bounds.start, line) < 0
  const byKey = new Map(found.filter(isWithin).map((line) => [lineKey(line), line]))
  const all = (await matcher.filter([...byKey.values()])).sort(compareNewest)
  const lines = all.slice(0, bounds.limit)
  return { lines, next: all.length > lines.length ? (lines.at(-1) ?? null) : null }
}
