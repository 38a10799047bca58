import type pg from 'pg'
import { selectRows } from '@/lib/server/db'
import { tryGroup } from '@/lib/sync/store/hold-group'
import { inTransaction } from '@/lib/sync/store/in-transaction'

const IS_EMPTY = `
  NOT EXISTS (SELECT 1 FROM log_event e WHERE e.stream_id = s.id)
  AND NOT EXISTS (SELECT 1 FROM log_block b WHERE b.stream_ids @> ARRAY[s.id])
  AND NOT EXISTS (SELECT 1 FROM invocation i WHERE i.stream_id = s.id)`
const IS_DATED = `s.name ~ '^\\d{4}/\\d\\d/\\d\\d/'`
/* A stream that Lambda named ends with its environment, hours after its day: one without lines of that age stays empty. */
const PRUNE_DATED = `
  DELETE FROM log_stream d USING (
    SELECT s.id FROM log_stream s WHERE ${IS_DATED}
      AND left(s.name, 10) < to_char($1::timestamptz AT TIME ZONE 'UTC', 'YYYY/MM/DD') AND ${IS_EMPTY} LIMIT $2
  ) AS s WHERE d.id = s.id`
const EMPTY_GROUPS = `
  SELECT group_id AS id, array_agg(stream_id) AS "streamIds" FROM (
    SELECT s.log_group_id AS group_id, s.id AS stream_id FROM log_stream s WHERE NOT ${IS_DATED} AND ${IS_EMPTY} LIMIT $1
  ) AS empty GROUP BY group_id ORDER BY group_id`
const PRUNE_EMPTY = `DELETE FROM log_stream s WHERE s.id = ANY($1) AND ${IS_EMPTY}`

/**
 * Deletes streams that have no lines and will have none, and those that Lambda did not name as soon as they have none:
 * they may be written to again, so that nobody may store lines of their group meanwhile. Takes at most so many of
 * either kind. Answers how many.
 */
export async function pruneStreams(client: pg.ClientBase, endedBefore: Date, most: number): Promise<number> {
  let rows = (await client.query(PRUNE_DATED, [endedBefore, most])).rowCount ?? 0
  for (const { id, streamIds } of await selectRows<{ id: number; streamIds: number[] }>(client, EMPTY_GROUPS, [most])) {
    rows += await inTransaction(client, async () => {
      if (!(await tryGroup(client, id))) return 0
      return (await client.query(PRUNE_EMPTY, [streamIds])).rowCount ?? 0
    })
  }
  return rows
}
