import type { LogContextResponse } from '@/lib/contracts/logs'
import { invocationId } from '@/lib/domain/invocation-id'
import { AppError } from '@/lib/server/app-error'
import { openBlock, readColumns } from '@/lib/server/blocks/log-block'
import { compareKeys, lineKey } from '@/lib/server/blocks/read-packed-lines'
import { type Db, selectRows } from '@/lib/server/db'
import { type FoundLine, type LinePosition, parseLogLineId } from '@/lib/server/log-search/found-line'
import { LINE_COLUMNS } from '@/lib/server/log-search/read-rows'
import { logItems } from '@/lib/server/queries/list-logs'

const LINES_EACH_WAY = 20
const DAY_MS = 86_400_000
const ROWS_BEFORE = `
  SELECT ${LINE_COLUMNS} FROM log_event e WHERE e.stream_id = $1 AND e.at BETWEEN $3 AND $2 AND (e.at, e.event_id) <= ($2, $4)
  ORDER BY e.at DESC, e.event_id DESC LIMIT ${LINES_EACH_WAY + 1}`
const ROWS_AFTER = `
  SELECT ${LINE_COLUMNS} FROM log_event e WHERE e.stream_id = $1 AND e.at BETWEEN $2 AND $3 AND (e.at, e.event_id) > ($2, $4)
  ORDER BY e.at, e.event_id LIMIT ${LINES_EACH_WAY}`
/* A block holds up to a thousand lines of the hour: those around a line are in its own and the ones beside it. */
const BLOCKS = `
  WITH near AS (
    SELECT from_at, to_at, body FROM log_block WHERE stream_ids && ARRAY[$1::int4] AND hour BETWEEN $3 AND $4
  )
  (SELECT body FROM near WHERE from_at <= $2 AND to_at >= $2)
  UNION ALL (SELECT body FROM near WHERE to_at < $2 ORDER BY to_at DESC LIMIT 2)
  UNION ALL (SELECT body FROM near WHERE from_at > $2 ORDER BY from_at LIMIT 2)`
/* The invocation that names the request, or the one that ran in the environment at that time. */
const INVOCATION = `
  SELECT (extract(epoch FROM started_at) * 1000)::float8 AS "atMs", encode(key, 'hex') AS key, trace_id AS "traceId"
  FROM invocation WHERE stream_id = $1 AND started_at BETWEEN $3 AND $2
    AND CASE WHEN $4::uuid IS NULL THEN coalesce(ended_at + interval '1 s' >= $2, true) ELSE request_id = $4 END
  ORDER BY started_at DESC LIMIT 1`

/**
 * A log line with the twenty lines before and after it in its stream, within a day, and the invocation that wrote it.
 * Throws BAD_REQUEST for what is no ID of a line, NOT_FOUND when it is not stored (any more).
 */
export async function getLogContext(db: Db, id: string): Promise<LogContextResponse> {
  const place = parseLogLineId(id)
  if (place === null) throw new AppError('BAD_REQUEST', `${id} is not the ID of a log line. Take one from /api/logs.`)
  const lines = await readAround(db, place)
  const at = lines.findIndex((line) => compareKeys(line, place) === 0)
  const line = lines[at]
  if (line === undefined) {
    throw new AppError('NOT_FOUND', 'This log line is not stored. It may be older than the retention of log lines.')
  }
  const from = Math.max(0, at - LINES_EACH_WAY)
  const [items, invocation] = await Promise.all([
    logItems(db, lines.slice(from, at + 1 + LINES_EACH_WAY)),
    findInvocation(db, line),
  ])
  const item = items[at - from]
  if (item === undefined) throw new AppError('NOT_FOUND', 'The stream of this log line is not stored any more.')
  return { line: item, before: items.slice(0, at - from), after: items.slice(at - from + 1), ...invocation }
}

/** In the order of the stream. Rows first: a line that is packed meanwhile is met once. */
async function readAround(db: Db, { streamId, atMs, eventId }: LinePosition): Promise<FoundLine[]> {
  const at = new Date(atMs)
  const [dayBefore, dayAfter] = [new Date(atMs - DAY_MS), new Date(atMs + DAY_MS)]
  const [before, after] = await Promise.all([
    selectRows<FoundLine>(db.pool, ROWS_BEFORE, [streamId, at, dayBefore, eventId]),
    selectRows<FoundLine>(db.pool, ROWS_AFTER, [streamId, at, dayAfter, eventId]),
  ])
  const blocks = await selectRows<{ body: Buffer }>(db.pool, BLOCKS, [streamId, at, dayBefore, dayAfter])
  const opened = await Promise.all(blocks.map(({ body }) => openBlock(body)))
  const packed = opened.flatMap(readColumns).filter((line) => line.streamId === streamId)
  const byKey = new Map([...before, ...after, ...packed].map((line) => [lineKey(line), line]))
  return [...byKey.values()].sort(compareKeys)
}

async function findInvocation(db: Db, { streamId, atMs, requestId }: FoundLine) {
  type Row = { atMs: number; key: string; traceId: string | null }
  const values = [streamId, new Date(atMs), new Date(atMs - DAY_MS), requestId]
  const [row] = await selectRows<Row>(db.pool, INVOCATION, values)
  return { invocationId: row === undefined ? null : invocationId(row.atMs, row.key), traceId: row?.traceId ?? null }
}
