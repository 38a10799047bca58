import type pg from 'pg'
import { storableText } from '@/lib/domain/storable-text'
import { collectTrace } from '@/lib/domain/traces/collect-trace'
import type { Joints } from '@/lib/domain/traces/join-traces'
import type { Segment } from '@/lib/domain/traces/segment'
import { GraphTally } from '@/lib/domain/traces/trace-graph'
import { packGraph } from '@/lib/server/blocks/pack-graph'
import { readAccountId } from '@/lib/sync/store/read-account-id'

/** A trace as its documents tell it. */
export type TraceToDraw = { id: string; startedAtMs: number; segments: readonly Segment[] }

/* Where a trace was before counts as changed, and so do the traces that link to it, or name a message of it: they may have
   been stored first. */
const REPLACE = `
  WITH dropped AS (
    DELETE FROM trace_graph WHERE account_region_id = $1 AND trace_id = ANY($2) RETURNING started_at, sent_ids
  ), changed AS (
    SELECT started_at FROM dropped
    UNION ALL SELECT unnest($3::timestamptz[])
    UNION ALL SELECT started_at FROM trace_graph WHERE account_region_id = $1
      AND linked_ids && ($2::text[] || $4::text[] || ARRAY(SELECT unnest(sent_ids) FROM dropped))
  )
  INSERT INTO graph_due (account_region_id, minutes, at)
  SELECT DISTINCT $1::int4, 5, date_bin('5 minutes', started_at, 'epoch') FROM changed`
const STORE = `
  INSERT INTO trace_graph (account_region_id, trace_id, started_at, body, joints, linked_ids, sent_ids)
  SELECT $1, g.trace_id, g.started_at, g.body, g.joints, ARRAY(SELECT jsonb_array_elements_text(g.linked_ids)),
    ARRAY(SELECT jsonb_array_elements_text(g.sent_ids))
  FROM unnest($2::text[], $3::timestamptz[], $4::bytea[], $5::jsonb[], $6::jsonb[], $7::jsonb[])
    AS g(trace_id, started_at, body, joints, linked_ids, sent_ids)`

/**
 * Replaces the graphs of these traces, and marks the stretches of time whose graphs have to follow. Within the caller's
 * transaction, in which nobody else writes these traces; the partitions of the days on which they started must exist.
 */
export async function storeTraceGraphs(
  client: pg.ClientBase,
  accountRegionId: number,
  traces: readonly TraceToDraw[],
): Promise<void> {
  if (traces.length === 0) return
  const accountId = await readAccountId(client, accountRegionId)
  const rows = traces
    .filter(({ segments }) => segments.length > 0)
    .map((trace) => ({ ...trace, ...drawTrace(trace.segments, accountId) }))
  const ids = traces.map(({ id }) => id)
  const starts = rows.map(({ startedAtMs }) => new Date(startedAtMs))
  await client.query(REPLACE, [accountRegionId, ids, starts, rows.flatMap(({ sentIds }) => sentIds)])
  await client.query(STORE, [
    ...[accountRegionId, rows.map(({ id }) => id), starts, rows.map(({ body }) => body)],
    ...[rows.map(({ joints }) => joints), rows.map(({ linkedIds }) => JSON.stringify(linkedIds))],
    rows.map(({ sentIds }) => JSON.stringify(sentIds)),
  ])
}

function drawTrace(
  segments: readonly Segment[],
  accountId: string | null,
): { body: Buffer; joints: string | null; linkedIds: string[]; sentIds: string[] } {
  const tally = new GraphTally()
  const joints = collectTrace(segments, accountId, tally)
  const { received = [], invocations = [] } = joints
  return {
    body: packGraph(tally, { traces: 1, leftOut: 0 }),
    joints: touchesNothing(joints) ? null : JSON.stringify(joints, storableValue),
    linkedIds: [...new Set([...joints.links.map(({ traceId }) => traceId), ...received.map(({ id }) => id)])],
    sentIds: [...new Set([...joints.sent.flatMap(({ ids }) => ids ?? []), ...invocations.map(({ id }) => id)])],
  }
}

/** For JSON.stringify: jsonb refuses what is no text. */
function storableValue(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? storableText(value) : value
}

/** Of a trace that sent no message a link may still name a segment. */
function touchesNothing({ sent, links, segments, received = [] }: Joints): boolean {
  return sent.length + links.length + segments.length + received.length === 0
}
