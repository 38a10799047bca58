import type pg from 'pg'
import { selectRows } from '@/lib/server/db'
import { FoldMemory } from '@/lib/sync/store/fold-memory'
import { functionOfStream, type StreamRef } from '@/lib/sync/store/intern-streams'
import type { LogPageContext } from '@/lib/sync/store/log-page-context'
import { refoldStreams } from '@/lib/sync/store/refold-streams'
import { markMinutes } from '@/lib/sync/store/settle-due'
import { readTimeAfter } from '@/lib/sync/store/stored-lines'
import type { TimeRange } from '@/lib/sync/time-ranges'

const BATCH = 50
const LONGEST_MS = 6 * 3_600_000
const ORPHANS = `
  SELECT id, name, function_id AS "functionId", version FROM log_stream
  WHERE log_group_id = $1 AND function_id IS NULL ORDER BY id`
const SPAN = `
  SELECT (extract(epoch FROM min(lo)) * 1000)::float8 AS "fromMs", (extract(epoch FROM max(hi)) * 1000)::float8 AS "toMs"
  FROM (
    SELECT min(at) AS lo, max(at) AS hi FROM log_event WHERE stream_id = $1 AND foldable
    UNION ALL SELECT min(from_at), max(to_at) FROM log_block WHERE stream_ids @> ARRAY[$1::int4]
  ) AS spans`

/**
 * Gives the lines of streams whose function was not known when they were stored to the function, now that it is, and
 * marks the minutes that this changes.
 * Within the caller's transaction; at most a batch of streams, the rest with the next run.
 */
export async function adoptStreams(client: pg.ClientBase, context: LogPageContext, nowMs: number): Promise<void> {
  const orphans = await selectRows<StreamRef>(client, ORPHANS, [context.group.id])
  const adopted = orphans
    .map((stream) => ({ ...stream, functionId: functionOfStream(context.owners, stream.name) }))
    .filter(({ functionId }) => functionId !== null)
  for (const stream of adopted.slice(0, BATCH)) {
    await client.query('UPDATE log_stream SET function_id = $2 WHERE id = $1', [stream.id, stream.functionId])
    const [span] = await selectRows<{ fromMs: number | null; toMs: number | null }>(client, SPAN, [stream.id])
    if (span?.fromMs == null) continue
    await foldWhole(client, context, stream, { fromMs: span.fromMs, toMs: span.toMs ?? nowMs })
  }
}

/** A stretch at a time, so that a long life of an environment does not have to fit into memory. */
async function foldWhole(
  client: pg.ClientBase,
  context: LogPageContext,
  stream: StreamRef,
  { fromMs, toMs }: TimeRange,
): Promise<void> {
  const memory = new FoldMemory()
  for (let startMs = fromMs; startMs <= toMs; ) {
    const fullMs = (await readTimeAfter(client, stream.id, startMs)) ?? toMs
    const endMs = Math.min(toMs, startMs + LONGEST_MS, Math.max(fullMs, startMs + 1))
    const minutes = await refoldStreams(client, context, [{ stream, fromMs: startMs, toMs: endMs }])
    await markMinutes(client, context, memory, minutes)
    startMs = endMs + 1
  }
}
