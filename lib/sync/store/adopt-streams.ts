import type pg from 'pg'
import { selectRows } from '@/lib/server/db'
import { functionOfStream, type StreamRef } from '@/lib/sync/store/intern-streams'
import { refoldStreams } from '@/lib/sync/store/refold-streams'
import type { LogPageContext } from '@/lib/sync/store/store-log-page'

const BATCH = 50
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
 * Gives the lines of streams whose function was not known when they were stored to the function, now that it is.
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
    await refoldStreams(client, context, [{ stream, fromMs: span.fromMs, toMs: span.toMs ?? nowMs }])
  }
}
