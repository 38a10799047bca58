import type pg from 'pg'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { unpackDocuments } from '@/lib/server/blocks/pack-documents'
import { selectRows } from '@/lib/server/db'
import { holdTraces } from '@/lib/sync/store/hold-traces'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { storeTraceGraphs } from '@/lib/sync/store/store-trace-graphs'

/** How far the traces are drawn that were stored before graphs were kept; null: all of them are. */
export type FillCursor = { beforeMs: number; beforeId: string } | null

type Row = { id: string; startedAtMs: number; body: Buffer | null }

const BATCH = `
  SELECT t.id, (extract(epoch FROM t.started_at) * 1000)::float8 AS "startedAtMs",
    CASE WHEN g.trace_id IS NULL THEN d.body END AS body
  FROM (
    SELECT id, started_at FROM trace WHERE account_region_id = $1 AND (started_at, id) < ($2, $3) AND started_at >= $4
    ORDER BY started_at DESC, id DESC LIMIT $5
  ) AS t
  LEFT JOIN trace_documents d ON d.trace_id = t.id AND d.started_at = t.started_at AND d.account_region_id = $1
  LEFT JOIN trace_graph g ON g.trace_id = t.id AND g.started_at = t.started_at AND g.account_region_id = $1
  ORDER BY t.started_at DESC, t.id DESC`
const DRAWN = `
  UPDATE account_region SET graphs_from = least(graphs_from, $2), graph_details_from = least(graph_details_from, $2)
  WHERE id = $1`

/**
 * Draws some of the traces that have documents and no graph yet, newest first, keeps from when on all are drawn, and
 * answers where to go on. In one transaction that keeps others from storing traces meanwhile: none is drawn from documents that were just replaced.
 */
export async function fillTraceGraphs(
  client: pg.ClientBase,
  placeId: number,
  { cursor, keptFromMs, most }: { cursor: { beforeMs: number; beforeId: string }; keptFromMs: number; most: number },
): Promise<{ cursor: FillCursor; drawn: number }> {
  return inTransaction(client, async () => {
    await holdTraces(client, placeId, [])
    const from = [new Date(cursor.beforeMs), cursor.beforeId, new Date(keptFromMs)]
    const rows = await selectRows<Row>(client, BATCH, [placeId, ...from, most])
    const traces = rows.flatMap(({ id, startedAtMs, body }) =>
      body === null ? [] : [{ id, startedAtMs, segments: parseSegments(unpackDocuments(body)) }],
    )
    await storeTraceGraphs(client, placeId, traces)
    const last = rows.at(-1)
    const isDone = last === undefined || rows.length < most
    // Of the moment at which it stopped there may be more.
    await client.query(DRAWN, [placeId, new Date(isDone ? keptFromMs : last.startedAtMs + 1)])
    return { cursor: isDone ? null : { beforeMs: last.startedAtMs, beforeId: last.id }, drawn: traces.length }
  })
}
