import { createHash } from 'node:crypto'
import type pg from 'pg'
import { selectRows } from '@/lib/server/db'
import { FoldMemory } from '@/lib/sync/store/fold-memory'
import { functionOfStream, type GroupOwners, type StreamRef } from '@/lib/sync/store/intern-streams'
import type { LogPageContext } from '@/lib/sync/store/log-page-context'
import { refoldStreams } from '@/lib/sync/store/refold-streams'
import { markMinutes } from '@/lib/sync/store/settle-due'
import { readTimeAfter } from '@/lib/sync/store/stored-lines'
import type { TimeRange } from '@/lib/sync/time-ranges'

const BATCH = 50
const LONGEST_MS = 6 * 3_600_000
const NAMES_AT_ONCE = 1_000
const ORPHANS = `
  SELECT id, name, function_id AS "functionId", version FROM log_stream
  WHERE log_group_id = $1 AND function_id IS NULL AND id > $2 ORDER BY id LIMIT ${NAMES_AT_ONCE}`
/* The step's own note of the owners for which no stream is left to adopt. */
const LOOKED_FOR = `
  SELECT cursor->>'adoptedFor' AS owners FROM sync_state WHERE account_region_id = $1 AND step = 'logs' AND subject = $2`
const NOTE_LOOKED = `
  UPDATE sync_state SET cursor = coalesce(cursor, '{}'::jsonb) || jsonb_build_object('adoptedFor', $3::text)
  WHERE account_region_id = $1 AND step = 'logs' AND subject = $2`
const SPAN = `
  SELECT (extract(epoch FROM min(lo)) * 1000)::float8 AS "fromMs", (extract(epoch FROM max(hi)) * 1000)::float8 AS "toMs"
  FROM (
    SELECT min(at) AS lo, max(at) AS hi FROM log_event WHERE stream_id = $1 AND foldable
    UNION ALL SELECT min(from_at), max(to_at) FROM log_block WHERE stream_ids @> ARRAY[$1::int4]
  ) AS spans`

/**
 * Gives the lines of streams whose function was not known when they were stored to the function, now that it is, and
 * marks the minutes that this changes. Looks at the streams only when the owners are others than at the last look: a
 * group may hold many that no function ever wrote.
 * Within the caller's transaction; at most a batch of streams, the rest with the next run.
 */
export async function adoptStreams(client: pg.ClientBase, context: LogPageContext, nowMs: number): Promise<void> {
  const { accountRegionId, name } = context.group
  const owners = fingerprint(context.owners)
  const [last] = await selectRows<{ owners: string | null }>(client, LOOKED_FOR, [accountRegionId, name])
  if (last?.owners === owners) return
  const adopted = await findAdopted(client, context)
  for (const stream of adopted) {
    await client.query('UPDATE log_stream SET function_id = $2 WHERE id = $1', [stream.id, stream.functionId])
    const [span] = await selectRows<{ fromMs: number | null; toMs: number | null }>(client, SPAN, [stream.id])
    if (span?.fromMs == null) continue
    await foldWhole(client, context, stream, { fromMs: span.fromMs, toMs: span.toMs ?? nowMs })
  }
  if (adopted.length < BATCH) await client.query(NOTE_LOOKED, [accountRegionId, name, owners])
}

function fingerprint({ byName, soleFunctionId }: GroupOwners): string {
  const text = JSON.stringify([soleFunctionId, [...byName].sort(([a], [b]) => (a < b ? -1 : 1))])
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}

/** The first streams without a function that have one now. */
async function findAdopted(client: pg.ClientBase, { group, owners }: LogPageContext): Promise<StreamRef[]> {
  const adopted: StreamRef[] = []
  for (let afterId = 0; ; ) {
    const orphans = await selectRows<StreamRef>(client, ORPHANS, [group.id, afterId])
    for (const stream of orphans) {
      const functionId = functionOfStream(owners, stream.name)
      if (functionId !== null) adopted.push({ ...stream, functionId })
      if (adopted.length === BATCH) return adopted
    }
    const last = orphans.at(-1)
    if (last === undefined || orphans.length < NAMES_AT_ONCE) return adopted
    afterId = last.id
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
