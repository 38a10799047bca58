import type { LogQuery } from '@/lib/domain/logs/search/log-query'
import { unpackLines } from '@/lib/server/blocks/log-block'
import type { Db } from '@/lib/server/db'
import { FILTER, holdsWord } from '@/lib/server/log-search/block-condition'
import type { FoundLine } from '@/lib/server/log-search/found-line'
import { LINE_COLUMNS } from '@/lib/server/log-search/read-rows'
import { type StreamFacts, selectFacts } from '@/lib/server/log-search/stream-facts'

/**
 * One statement, so that a line that is being packed is seen as a row or in its block; prepared once a connection, because
 * to plan it over all days that are kept takes longer than to run it. Before its START stands what starts an environment,
 * after its end what the environment says of it later.
 */
function selectLines(requestId: string, placeIds: readonly number[] | null) {
  const values: unknown[] = [requestId, placeIds]
  const holdsRequest = holdsWord(requestId)((value) => `$${values.push(value)}`)
  const text = `
    WITH ranges AS MATERIALIZED (
      SELECT i.stream_id, s.log_group_id, i.started_at - interval '1 minute' AS lo,
        coalesce(i.ended_at, i.started_at) + interval '15 minutes' AS hi
      FROM invocation i LEFT JOIN log_stream s ON s.id = i.stream_id
      WHERE i.request_id = $1 AND ($2::int4[] IS NULL OR i.account_region_id = ANY($2)) LIMIT 100
    )
    SELECT r.stream_id AS "streamId", NULL::float8 AS "atMs", NULL::bytea AS "eventId", NULL::uuid AS "requestId",
      NULL::int2 AS level, NULL::text AS message, NULL::bytea AS body,
      (SELECT row_to_json(x) FROM (${selectFacts('s.id = r.stream_id')}) x) AS facts
    FROM ranges r
    UNION ALL
    SELECT ${LINE_COLUMNS}, NULL, NULL FROM ranges r CROSS JOIN LATERAL (
      SELECT * FROM log_event WHERE stream_id = r.stream_id AND at BETWEEN r.lo AND r.hi AND request_id = $1 OFFSET 0) AS e
    UNION ALL
    SELECT NULL, NULL, NULL, NULL, NULL, NULL, b.body, NULL FROM (
      SELECT body, ${FILTER} FROM log_block
      WHERE log_group_id = ANY(ARRAY(SELECT log_group_id FROM ranges))
        AND hour BETWEEN (SELECT min(lo) FROM ranges) - interval '1 hour' AND (SELECT max(hi) FROM ranges)
        AND EXISTS (SELECT FROM ranges r WHERE r.stream_id = ANY(stream_ids) AND from_at <= r.hi AND to_at >= r.lo)
      OFFSET 0) AS b
    WHERE ${holdsRequest}`
  return { name: 'log-lines-of-request', text, values }
}

/** A row with a body is a block, one with a message a line; one with neither says where an invocation ran: its stream's facts. */
type Row = { [Key in keyof FoundLine]: FoundLine[Key] | null } & { body: Buffer | null; facts: StreamFacts | null }

/** The request that every line has to name to meet a query, or null. */
export function requestOf(query: LogQuery): string | null {
  if (query.kind === 'request') return query.requestId
  if (query.kind !== 'and') return null
  return query.parts.map(requestOf).find((id) => id !== null) ?? null
}

/**
 * The lines that name a request, in no order, read where its invocations ran. Null when none of its invocations is
 * stored, so that its lines may be anywhere. facts: gets those of the streams in which they ran.
 */
export async function findRequestLines(
  db: Db,
  { requestId, placeIds }: { requestId: string; placeIds: readonly number[] | null },
  facts: Map<number, StreamFacts>,
): Promise<FoundLine[] | null> {
  const { rows } = await db.pool.query<Row>(selectLines(requestId, placeIds))
  if (rows.length === 0) return null
  // Few: at once they are opened sooner than by another thread.
  const blocks = rows.flatMap(({ body }) => (body === null ? [] : [body]))
  for (const { facts: found } of rows) if (found !== null) facts.set(found.id, found)
  const packed = blocks.flatMap(unpackLines).filter((line) => line.requestId === requestId)
  return [...rows.flatMap(lineOf), ...packed]
}

function lineOf({ streamId, atMs, eventId, requestId, level, message }: Row): FoundLine[] {
  if (streamId === null || atMs === null || eventId === null || message === null) return []
  return [{ streamId, atMs, eventId, requestId, level, message }]
}
