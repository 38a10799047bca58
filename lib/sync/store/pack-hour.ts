import type pg from 'pg'
import { buildBlockIndex } from '@/lib/server/blocks/block-index'
import { packLines, type StoredLine } from '@/lib/server/blocks/log-block'
import { compareKeys } from '@/lib/server/blocks/read-packed-lines'
import { selectRows } from '@/lib/server/db'
import { tryGroup } from '@/lib/sync/store/hold-group'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { spanOfTimes } from '@/lib/sync/store/span-of-times'

/** Lines of one group in one hour of UTC. streamIds: those that may have some. */
export type HourOfLines = { accountRegionId: number; logGroupId: number; streamIds: readonly number[]; hourMs: number }

const HOUR_MS = 3_600_000
/** A page that shows a few lines reads a whole block: it has to be unpacked within milliseconds. */
const MOST_LINES = 1_000
const MOST_BYTES = 2_000_000
const TAKE_ROWS = `
  WITH batch AS (
    SELECT stream_id, at, event_id, octet_length(message) AS size FROM log_event
    WHERE stream_id = ANY($1) AND at >= $2 AND at < $3 ORDER BY stream_id, at, event_id LIMIT ${MOST_LINES}
  ), measured AS (
    SELECT *, sum(size) OVER counted AS bytes, row_number() OVER counted AS turn
    FROM batch WINDOW counted AS (ORDER BY stream_id, at, event_id)
  )
  DELETE FROM log_event e USING measured m
  WHERE e.stream_id = m.stream_id AND e.at = m.at AND e.event_id = m.event_id AND e.at >= $2 AND e.at < $3
    AND (m.bytes <= ${MOST_BYTES} OR m.turn = 1)
  RETURNING e.stream_id AS "streamId", (extract(epoch FROM e.at) * 1000)::float8 AS "atMs", e.event_id AS "eventId",
    e.request_id AS "requestId", e.level, e.foldable, e.message`
const ADD_BLOCK = `
  INSERT INTO log_block (account_region_id, log_group_id, hour, part, from_at, to_at, lines, stream_ids, body, words, minutes)
  SELECT $1, $2, $3, coalesce(max(part), 0) + 1, $4, $5, $6, $7, $8, $9, $10 FROM log_block WHERE log_group_id = $2 AND hour = $3`

/**
 * Turns the next rows of this hour into a block, both in one transaction, so that a line is always in one of the two.
 * Answers how many, 0 when there are none left; null when the group is being written to now.
 */
export function packHour(client: pg.ClientBase, hour: HourOfLines): Promise<number | null> {
  const { accountRegionId, logGroupId, streamIds, hourMs } = hour
  const bounds = [streamIds, new Date(hourMs), new Date(hourMs + HOUR_MS)]
  return inTransaction(client, async () => {
    if (!(await tryGroup(client, logGroupId))) return null
    const lines = (await selectRows<StoredLine>(client, TAKE_ROWS, bounds)).sort(compareKeys)
    if (lines.length === 0) return 0
    const { fromMs, toMs } = spanOfTimes(lines)
    const { words, minutes } = buildBlockIndex(lines)
    await client.query(ADD_BLOCK, [
      ...[accountRegionId, logGroupId, new Date(hourMs), new Date(fromMs), new Date(toMs), lines.length],
      ...[[...new Set(lines.map(({ streamId }) => streamId))], await packLines(lines), words, minutes],
    ])
    return lines.length
  })
}
