import type pg from 'pg'
import { indexSenders, type Joints, joinTrace, type QueuesOf } from '@/lib/domain/traces/join-traces'
import type { GraphTally } from '@/lib/domain/traces/trace-graph'
import { addPackedGraph } from '@/lib/server/blocks/pack-graph'
import { selectRows } from '@/lib/server/db'
import { listQueueReaders } from '@/lib/server/queries/list-queue-readers'

type Row = { id: string; placeId: number; startedAt: Date; atMs: number; body: Buffer; joints: Joints | null }

/** Traces that are in memory together. */
const TRACES_AT_ONCE = 2_000
const PAGE = `
  select trace_id as id, account_region_id as "placeId", started_at as "startedAt",
         (extract(epoch from started_at) * 1000)::float8 as "atMs", body, joints
    from trace_graph
   where account_region_id = any($1) and started_at >= $2 and started_at < $3
     and (started_at, trace_id, account_region_id) > ($4, $5, $6) and ($8::text[] is null or trace_id = any($8))
   order by started_at, trace_id, account_region_id limit $7`
const JOINTS = `
  select trace_id as id, joints from trace_graph
   where account_region_id = $1 and trace_id = any($2) and joints is not null
  union
  select trace_id, joints from trace_graph where account_region_id = $1 and sent_ids && $3::text[] and joints is not null`

/** Which traces: those of account-regions that began in the window; traceIds: of them only these. */
export type WhichTraces = { placeIds: readonly number[]; fromMs: number; toMs: number; traceIds?: readonly string[] }

/** leftOut: the most nodes that one trace of an account-region had too many, by the account-region. */
export type AddedTraces = { traces: number; leftOut: ReadonlyMap<number, number> }

/**
 * Adds the graphs of stored traces to one, each joined to the traces that it took work from, as far as they are stored.
 * Answers how many traces there were. What it holds of them at once is bounded.
 */
export async function addTraceGraphs(
  client: pg.Pool | pg.ClientBase,
  tally: GraphTally,
  { placeIds, fromMs, toMs, traceIds }: WhichTraces,
): Promise<AddedTraces> {
  let after: [Date, string, number] = [new Date(0), '', 0]
  let traces = 0
  const leftOut = new Map<number, number>()
  const queuesOf = new Map<number, QueuesOf>()
  for (;;) {
    const window = [placeIds, new Date(fromMs), new Date(toMs)]
    const rows = await selectRows<Row>(client, PAGE, [...window, ...after, TRACES_AT_ONCE, traceIds ?? null])
    for (const { id, placeId, atMs, body } of rows) {
      const facts = addPackedGraph(tally, body, { traceId: id, atMs })
      if (facts.leftOut > 0) leftOut.set(placeId, Math.max(facts.leftOut, leftOut.get(placeId) ?? 0))
    }
    for (const placeId of placeIds) {
      const joined = rows.filter((row) => row.placeId === placeId && isJoined(row))
      if (joined.length === 0) continue
      const queues = queuesOf.get(placeId) ?? (await listQueueReaders(client, placeId))
      queuesOf.set(placeId, queues)
      await joinTraces(client, tally, placeId, joined, queues)
    }
    traces += rows.length
    tally.compact()
    const last = rows.at(-1)
    if (last === undefined || rows.length < TRACES_AT_ONCE) return { traces, leftOut }
    after = [last.startedAt, last.id, last.placeId]
  }
}

function isJoined({ joints }: Row): boolean {
  return joints !== null && joints.links.length + (joints.received ?? []).length > 0
}

async function joinTraces(
  client: pg.Pool | pg.ClientBase,
  tally: GraphTally,
  placeId: number,
  rows: readonly Row[],
  queuesOf: QueuesOf,
): Promise<void> {
  const linkedIds = [...new Set(rows.flatMap(({ joints }) => (joints?.links ?? []).map(({ traceId }) => traceId)))]
  const named = [...new Set(rows.flatMap(({ joints }) => (joints?.received ?? []).map(({ id }) => id)))]
  const linked = await selectRows<{ id: string; joints: Joints }>(client, JOINTS, [placeId, linkedIds, named])
  const senders = indexSenders(new Map(linked.map(({ id, joints }) => [id, joints])))
  for (const { id, atMs, joints } of rows) {
    if (joints !== null) joinTrace(tally, { joints, of: { traceId: id, atMs } }, senders, queuesOf)
  }
}
