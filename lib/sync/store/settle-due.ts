import type pg from 'pg'
import { selectRows } from '@/lib/server/db'
import { FoldMemory } from '@/lib/sync/store/fold-memory'
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
  WITH taken AS (DELETE FROM refold_due WHERE log_group_id = $1 RETURNING stream_id, at)
  SELECT s.id, s.name, s.function_id AS "functionId", s.version, (extract(epoch FROM t.at) * 1000)::float8 AS "atMs"
  FROM taken t JOIN log_stream s ON s.id = t.stream_id ORDER BY s.id, t.at`
const TAKE_MINUTES = `
  WITH taken AS (DELETE FROM rollup_due WHERE log_group_id = $1 AND minute < $2 RETURNING function_id, minute)
  SELECT function_id AS "functionId", (extract(epoch FROM minute) * 1000)::float8 AS "minuteMs" FROM taken
  ORDER BY function_id, minute`
const FOREVER_MS = Date.UTC(9999, 0, 1)

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
 * Rolls up the minutes of the group that are marked and lie before a moment (null: all). Within the caller's transaction
 * and the lease of the group, the only writer of its marks.
 */
export async function rollUpDue(
  client: pg.ClientBase,
  { group }: LogPageContext,
  memory: FoldMemory | null,
  beforeMs: number | null,
): Promise<void> {
  const minutes = await selectRows<TouchedMinute>(client, TAKE_MINUTES, [group.id, new Date(beforeMs ?? FOREVER_MS)])
  for (const { functionId, minuteMs } of minutes) memory?.unmark(`minute/${functionId}/${minuteMs}`)
  await rollUp(client, group.accountRegionId, minutes)
}

/** Does all that is due of the group: folds the seams, then rolls up. Within the caller's transaction and the lease. */
export async function settleDue(client: pg.ClientBase, context: LogPageContext): Promise<void> {
  const seams = await selectRows<StreamRef & { atMs: number }>(client, TAKE_SEAMS, [context.group.id])
  const touched = seams.map(({ atMs, ...stream }) => ({ stream, fromMs: atMs, toMs: atMs }))
  const minutes = await refoldStreams(client, context, touched)
  await markMinutes(client, context, new FoldMemory(), minutes)
  await rollUpDue(client, context, null, null)
}
