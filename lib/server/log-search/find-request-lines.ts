import type { LogQuery } from '@/lib/domain/logs/search/log-query'
import { readPackedLines, type StreamRange } from '@/lib/server/blocks/read-packed-lines'
import type { Db } from '@/lib/server/db'
import type { FoundLine } from '@/lib/server/log-search/found-line'
import { LINE_COLUMNS } from '@/lib/server/log-search/read-rows'

const MINUTE_MS = 60_000
/** Before its START stands what starts the environment; after its end, what the environment says of it later. */
const BEFORE_MS = MINUTE_MS
const AFTER_MS = 15 * MINUTE_MS
/* Prepared once a connection: to plan them, over all days that are kept, takes longer than to run them. */
const ATTEMPTS = {
  name: 'log-request-attempts',
  text: `
    SELECT stream_id AS "streamId", (extract(epoch FROM started_at) * 1000)::float8 AS "startMs",
      (extract(epoch FROM coalesce(ended_at, started_at)) * 1000)::float8 AS "endMs"
    FROM invocation
    WHERE request_id = $1 AND ($2::int4[] IS NULL OR account_region_id = ANY($2)) LIMIT 100`,
}
const ROWS = {
  name: 'log-request-rows',
  text: `
    SELECT ${LINE_COLUMNS} FROM unnest($1::int4[], $2::timestamptz[], $3::timestamptz[]) AS r(stream_id, lo, hi)
      CROSS JOIN LATERAL (
        SELECT * FROM log_event WHERE stream_id = r.stream_id AND at BETWEEN r.lo AND r.hi AND request_id = $4 OFFSET 0) AS e`,
}

/** The request that every line has to name to meet a query, or null. */
export function requestOf(query: LogQuery): string | null {
  if (query.kind === 'request') return query.requestId
  if (query.kind !== 'and') return null
  return query.parts.map(requestOf).find((id) => id !== null) ?? null
}

/**
 * The lines that name a request, in no order, read where its invocations ran. Null when none of its invocations is
 * stored, so that its lines may be anywhere.
 */
export async function findRequestLines(
  db: Db,
  requestId: string,
  placeIds: readonly number[] | null,
): Promise<FoundLine[] | null> {
  type Attempt = { streamId: number; startMs: number; endMs: number }
  const { rows: attempts } = await db.pool.query<Attempt>({ ...ATTEMPTS, values: [requestId, placeIds] })
  if (attempts.length === 0) return null
  const ranges: StreamRange[] = attempts.map(({ streamId, startMs, endMs }) => {
    return { streamId, fromMs: startMs - BEFORE_MS, toMs: endMs + AFTER_MS }
  })
  const values = [
    ranges.map(({ streamId }) => streamId),
    ranges.map(({ fromMs }) => new Date(fromMs)),
    ranges.map(({ toMs }) => new Date(toMs)),
    requestId,
  ]
  const { rows } = await db.pool.query<FoundLine>({ ...ROWS, values })
  const packed = await readPackedLines(db.pool, ranges)
  return [...rows, ...packed.filter((line) => line.requestId === requestId)]
}
