import type pg from 'pg'
import { indexMessages, type Joints, joinTrace, type Messages, type QueuesOf } from '@/lib/domain/traces/join-traces'
import type { GraphTally } from '@/lib/domain/traces/trace-graph'
import { addPackedGraph } from '@/lib/server/blocks/pack-graph'
import { selectRows } from '@/lib/server/db'
import { listQueueReaders } from '@/lib/server/queries/list-queue-readers'

type Row = { id: string; startedAt: Date; atMs: number; body: Buffer; joints: Joints | null }

/** Traces that are in memory together. */
const TRACES_AT_ONCE = 2_000
const PAGE = `
  select trace_id as id, started_at as "startedAt", (extract(epoch from started_at) * 1000)::float8 as "atMs", body, joints
    from trace_graph
   where account_region_id = $1 and started_at >= $2 and started_at < $3 and (started_at, trace_id) > ($4, $5)
     and ($7::text[] is null or trace_id = any($7))
   order by started_at, trace_id limit $6`
const JOINTS =
  'select trace_id as id, joints from trace_graph where account_region_id = $1 and trace_id = any($2) and joints is not null'

/** Which traces: those of an account-region that began in the window; traceIds: of them only these. */
export type WhichTraces = { placeId: number; fromMs: number; toMs: number; traceIds?: readonly string[] }

/**
 * Adds the graphs of stored traces to one, each joined to the traces that it took work from, as far as they are stored.
 * Answers how many traces there were. What it holds of them at once is bounded.
 */
export async function addTraceGraphs(
  client: pg.Pool | pg.ClientBase,
  tally: GraphTally,
  { placeId, fromMs, toMs, traceIds }: WhichTraces,
): Promise<number> {
  let after: [Date, string] = [new Date(0), '']
  let traces = 0
  let queuesOf: QueuesOf | null = null
  for (;;) {
    const window = [placeId, new Date(fromMs), new Date(toMs)]
    const rows = await selectRows<Row>(client, PAGE, [...window, ...after, TRACES_AT_ONCE, traceIds ?? null])
    for (const { id, atMs, body } of rows) addPackedGraph(tally, body, { traceId: id, atMs })
    const joined = rows.filter(({ joints }) => joints !== null && joints.links.length > 0)
    if (joined.length > 0) {
      queuesOf ??= await listQueueReaders(client, placeId)
      await joinTraces(client, tally, placeId, joined, queuesOf)
    }
    traces += rows.length
    const last = rows.at(-1)
    if (last === undefined || rows.length < TRACES_AT_ONCE) return traces
    after = [last.startedAt, last.id]
    tally.compact()
  }
}

async function joinTraces(
  client: pg.Pool | pg.ClientBase,
  tally: GraphTally,
  placeId: number,
  rows: readonly Row[],
  queuesOf: QueuesOf,
): Promise<void> {
  const linkedIds = [...new Set(rows.flatMap(({ joints }) => (joints?.links ?? []).map(({ traceId }) => traceId)))]
  const linked = await selectRows<{ id: string; joints: Joints }>(client, JOINTS, [placeId, linkedIds])
  const messages = new Map<string, Messages>(linked.map(({ id, joints }) => [id, indexMessages(joints)]))
  for (const { id, atMs, joints } of rows) {
    if (joints !== null) joinTrace(tally, joints, (traceId) => messages.get(traceId), queuesOf, { traceId: id, atMs })
  }
}
