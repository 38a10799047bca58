import type pg from 'pg'
import type { BinaryCopyEncoder } from '@/lib/server/copy/binary-copy-encoder'
import { copyRows, copyUnlessStored } from '@/lib/server/copy/copy-rows'
import { selectRows } from '@/lib/server/db'
import { partitionOf } from '@/lib/sync/store/partition-of'

const LINE_COLUMNS = 'at, account_region_id, stream_id, level, foldable, request_id, event_id, message'
export const LINE_COLUMN_COUNT = 8
const STAGE = `
  CREATE TEMP TABLE IF NOT EXISTS stage_log_event (
    at timestamptz, account_region_id int4, stream_id int4, level int2, foldable bool, request_id uuid, event_id bytea,
    message text
  ) ON COMMIT DELETE ROWS`
const STORE = `
  WITH stored AS (
    INSERT INTO log_event (${LINE_COLUMNS}) SELECT ${LINE_COLUMNS} FROM stage_log_event
    ON CONFLICT DO NOTHING RETURNING stream_id, at, event_id, foldable
  )
  SELECT stream_id AS "streamId", count(*)::int AS lines,
    coalesce(array_agg((extract(epoch FROM at) * 1000)::float8 || '/' || encode(event_id, 'hex')) FILTER (WHERE foldable), '{}')
      AS foldable
  FROM stored GROUP BY stream_id`

/** Lines that were not stored before: how many, and the keys (`keyOfLine`) of those that can matter, by stream. */
export type NewLines = { count: number; foldable: ReadonlyMap<number, ReadonlySet<string>> }

export function keyOfLine(atMs: number, eventId: Uint8Array): string {
  return `${atMs}/${Buffer.from(eventId).toString('hex')}`
}

/**
 * Copies lines of a range straight into the table. Within the caller's transaction. False, and nothing stored, when one
 * is there.
 */
export function copyNewLines(
  client: pg.ClientBase,
  rows: BinaryCopyEncoder,
  range: { fromMs: number; toMs: number },
): Promise<boolean> {
  return copyUnlessStored(client, `${partitionOf('log_event', range)} (${LINE_COLUMNS})`, rows)
}

/** Stores the lines that are not there yet, and tells which those were. What was there already is left alone. */
export async function insertNewLines(client: pg.ClientBase, rows: BinaryCopyEncoder): Promise<NewLines> {
  await copyRows(client, `stage_log_event (${LINE_COLUMNS})`, rows, { before: STAGE })
  type Row = { streamId: number; lines: number; foldable: string[] }
  const stored = await selectRows<Row>(client, STORE, [])
  return {
    count: stored.reduce((sum, { lines }) => sum + lines, 0),
    foldable: new Map(stored.map(({ streamId, foldable }) => [streamId, new Set(foldable)])),
  }
}
