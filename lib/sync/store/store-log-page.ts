import type pg from 'pg'
import { isPlatformLine } from '@/lib/domain/logs/is-platform-line'
import { codeOfLevel } from '@/lib/domain/logs/log-level-code'
import { packEventId } from '@/lib/domain/logs/pack-event-id'
import { parseLogLine } from '@/lib/domain/logs/parse-log-line'
import { BinaryCopyEncoder } from '@/lib/server/copy/binary-copy-encoder'
import { copyRows } from '@/lib/server/copy/copy-rows'
import { selectRows } from '@/lib/server/db'
import type { LogEventRecord } from '@/lib/sync/aws/filter-log-events'
import { dropPackedEvents } from '@/lib/sync/store/drop-packed-events'
import {
  type GroupOwners,
  internStreams,
  type LogGroupRef,
  type StreamRef,
  type TouchedStream,
} from '@/lib/sync/store/intern-streams'
import { refoldStreams } from '@/lib/sync/store/refold-streams'

const COLUMNS = 'at, account_region_id, stream_id, level, foldable, request_id, event_id, message'
const STAGE = `
  CREATE TEMP TABLE IF NOT EXISTS stage_log_event (
    at timestamptz, account_region_id int4, stream_id int4, level int2, foldable bool, request_id uuid, event_id bytea,
    message text
  ) ON COMMIT DELETE ROWS`
/* What was there already is left alone; only streams with a line that folding has not seen are folded again. */
const STORE = `
  WITH stored AS (
    INSERT INTO log_event (${COLUMNS}) SELECT ${COLUMNS} FROM stage_log_event
    ON CONFLICT DO NOTHING RETURNING stream_id, at, foldable
  )
  SELECT stream_id AS "streamId", count(*)::int AS lines,
    (extract(epoch FROM min(at) FILTER (WHERE foldable)) * 1000)::float8 AS "fromMs",
    (extract(epoch FROM max(at) FILTER (WHERE foldable)) * 1000)::float8 AS "toMs"
  FROM stored GROUP BY stream_id`

type StoredRow = { streamId: number; lines: number; fromMs: number | null; toMs: number | null }
export type LogPageContext = { group: LogGroupRef; groupKey: string; owners: GroupOwners }

/**
 * Stores one page of log events and everything that follows from it: invocations and their rollups. To be called within
 * a transaction. A line that is stored already changes nothing. Returns the number of lines that are new.
 */
export async function storeLogPage(
  client: pg.ClientBase,
  context: LogPageContext,
  events: readonly LogEventRecord[],
): Promise<number> {
  if (events.length === 0) return 0
  const names = new Set(events.map(({ streamName }) => streamName))
  const streams = await internStreams(client, context.group, context.owners, names)
  const unpacked = await dropPackedEvents(client, context.group, streams, events)
  await client.query(STAGE)
  await copyRows(client, `stage_log_event (${COLUMNS})`, encodeEvents(context.group, streams, unpacked))
  const stored = await selectRows<StoredRow>(client, STORE, [])
  const byId = new Map([...streams.values()].map((stream) => [stream.id, stream]))
  const touched: TouchedStream[] = []
  for (const { streamId, fromMs, toMs } of stored) {
    const stream = byId.get(streamId)
    if (stream !== undefined && fromMs !== null && toMs !== null) touched.push({ stream, fromMs, toMs })
  }
  await refoldStreams(client, context, touched)
  return stored.reduce((sum, { lines }) => sum + lines, 0)
}

function encodeEvents(
  group: LogGroupRef,
  streams: ReadonlyMap<string, StreamRef>,
  events: readonly LogEventRecord[],
): BinaryCopyEncoder {
  const rows = new BinaryCopyEncoder(8)
  for (const event of events) {
    const stream = streams.get(event.streamName)
    if (stream === undefined) continue
    const { requestId, level } = parseLogLine(event.message)
    rows.row()
    rows.timestamptz(event.atMs)
    rows.int4(group.accountRegionId)
    rows.int4(stream.id)
    rows.int2(codeOfLevel(level))
    rows.bool(isPlatformLine(event.message))
    rows.uuid(requestId)
    rows.bytea(packEventId(event.eventId, event.atMs))
    rows.text(event.message)
  }
  return rows
}
