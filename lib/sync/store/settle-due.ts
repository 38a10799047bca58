import type pg from 'pg'
import { selectRows } from '@/lib/server/db'
import { FoldMemory } from '@/lib/sync/store/fold-memory'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import type { StreamRef } from '@/lib/sync/store/intern-streams'
import type { LogPageContext } from '@/lib/sync/store/log-page-context'
import { refoldStreams } from '@/lib/sync/store/refold-streams'
import { rollUp, type TouchedMinute } from '@/lib/sync/store/roll-up'

/** A moment of a stream behind which lines were stored before those in front of it. */
export type Seam = { streamId: number; atMs: number }

const MARK_MINUTES = `
  INSERT INTO rollup_due (account_region_id, log_group_id, function_id, minute)
  SELECT $1, $2, * FROM unnest($3::int4[], $4::timestamptz[]) ON CONFLICT DO NOTHING`
const MARK_SEAMS = `
  INSERT INTO refold_due (account_region_id, log_group_id, stream_id, at)
  SELECT $1, $2, * FROM unnest($3::int4[], $4::timestamptz[]) ON CONFLICT DO NOTHING`
const TAKE_SEAMS = `
  WITH taken AS (
    DELETE FROM refold_due WHERE ctid = ANY(ARRAY(
      SELECT ctid FROM refold_due WHERE log_group_id = $1 ORDER BY stream_id, at LIMIT $2)) RETURNING stream_id, at)
  SELECT s.id, s.name, s.function_id AS "functionId", s.version, (extract(epoch FROM t.at) * 1000)::float8 AS "atMs"
  FROM taken t JOIN log_stream s ON s.id = t.stream_id ORDER BY s.id, t.at`
const TAKE_MINUTES = `
  WITH taken AS (
    DELETE FROM rollup_due WHERE ctid = ANY(ARRAY(
      SELECT ctid FROM rollup_due WHERE log_group_id = $1 AND minute < $2 ORDER BY function_id, minute LIMIT $3))
    RETURNING function_id, minute)
  SELECT function_id AS "functionId", (extract(epoch FROM minute) * 1000)::float8 AS "minuteMs" FROM taken
  ORDER BY function_id, minute`
/** What one transaction settles at most. */
const SEAMS_AT_ONCE = 200
const MINUTES_AT_ONCE = 2_000
const FOREVER_MS = Date.UTC(9999, 0, 1)

/** What of a group is to be settled: the minutes before a moment, or (null) all, after all seams. memory: that knows of marks. */
export type Due = { beforeMs: number | null; memory: FoldMemory | null }

/** Marks minutes whose rollups have to follow; what memory knows to be marked is not marked again. */
export async function markMinutes(
  client: pg.ClientBase,
  { group }: LogPageContext,
  memory: FoldMemory,
  minutes: readonly TouchedMinute[],
): Promise<void> {
  const unmarked = minutes.filter(({ functionId, minuteMs }) => memory.mark(`minute/${functionId}/${minuteMs}`))
  if (unmarked.length === 0) return
  const values = [unmarked.map(({ functionId }) => functionId), unmarked.map(({ minuteMs }) => new Date(minuteMs))]
  await client.query(MARK_MINUTES, [group.accountRegionId, group.id, ...values])
}

/** Marks where new lines end in front of stored ones: both sides are folded together when the window is read. */
export async function markSeams(
  client: pg.ClientBase,
  { group }: LogPageContext,
  memory: FoldMemory,
  seams: readonly Seam[],
): Promise<void> {
  const unmarked = seams.filter(({ streamId, atMs }) => memory.mark(`seam/${streamId}/${atMs}`))
  if (unmarked.length === 0) return
  const values = [unmarked.map(({ streamId }) => streamId), unmarked.map(({ atMs }) => new Date(atMs))]
  await client.query(MARK_SEAMS, [group.accountRegionId, group.id, ...values])
}

/**
 * Rolls up minutes of the group that are marked and lie before a moment (null: any), a batch at most. Returns whether none
 * is left. Within the caller's transaction and the lease of the group, the only writer of its marks.
 */
async function rollUpSome(
  client: pg.ClientBase,
  { group }: LogPageContext,
  memory: FoldMemory | null,
  beforeMs: number | null,
): Promise<boolean> {
  const values = [group.id, new Date(beforeMs ?? FOREVER_MS), MINUTES_AT_ONCE]
  const minutes = await selectRows<TouchedMinute>(client, TAKE_MINUTES, values)
  for (const { functionId, minuteMs } of minutes) memory?.unmark(`minute/${functionId}/${minuteMs}`)
  await rollUp(client, group.accountRegionId, minutes)
  return minutes.length < MINUTES_AT_ONCE
}

/**
 * Does a batch of what is due of the group: folds seams, then rolls up. Returns whether nothing is left. Within the
 * caller's transaction and the lease.
 */
export async function settleSome(client: pg.ClientBase, context: LogPageContext, due: Due): Promise<boolean> {
  if (due.beforeMs === null) {
    const values = [context.group.id, SEAMS_AT_ONCE]
    const seams = await selectRows<StreamRef & { atMs: number }>(client, TAKE_SEAMS, values)
    const touched = seams.map(({ atMs, ...stream }) => ({ stream, fromMs: atMs, toMs: atMs }))
    const minutes = await refoldStreams(client, context, touched)
    await markMinutes(client, context, new FoldMemory(), minutes)
    if (seams.length === SEAMS_AT_ONCE) return false
  }
  return rollUpSome(client, context, due.memory, due.beforeMs)
}

/** Does all that is due of the group, a batch in each transaction. Under the lease, outside of a transaction. */
export async function settleDue(client: pg.ClientBase, context: LogPageContext, due: Due): Promise<void> {
  let isSettled = false
  while (!isSettled) isSettled = await inTransaction(client, () => settleSome(client, context, due))
}
