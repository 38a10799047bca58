import type pg from 'pg'
import { isPlatformLine } from '@/lib/domain/logs/is-platform-line'
import { parseLogLine } from '@/lib/domain/logs/parse-log-line'
import { BinaryCopyEncoder } from '@/lib/server/copy/binary-copy-encoder'
import { copyRows } from '@/lib/server/copy/copy-rows'
import { selectRows } from '@/lib/server/db'
import type { LogEventRecord } from '@/lib/sync/aws/filter-log-events'
import {
  type GroupOwners,
  internStreams,
  type LogGroupRef,
  type StreamRef,
  type TouchedStream,
} from '@/lib/sync/store/intern-streams'
import { refoldStreams } from '@/lib/sync/store/refold-streams'

const COLUMNS =
  'account_region_id, log_group_id, at, event_id, stream_id, function_id, request_id, level, foldable, message, ingested_at'
const STAGE = `
  CREATE TEMP TABLE IF NOT EXISTS stage_log_event (
    account_region_id int4, log_group_id int4, at timestamptz, event_id text, stream_id int4, function_id int4,
    request_id text, level text, foldable bool, message text, ingested_at timestamptz
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
  await client.query(STAGE)
  await copyRows(client, `stage_log_event (${COLUMNS})`, encodeEvents(context.group, streams, events))
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
  const rows = new BinaryCopyEncoder(11)
  for (const event of events) {
    const stream = streams.get(event.streamName)
    if (stream === undefined) continue
    const { requestId, level } = parseLogLine(event.message)
    rows.row()
    rows.int4(group.accountRegionId)
    rows.int4(group.id)
    rows.timestamptz(event.atMs)
    rows.text(event.eventId)
    rows.int4(stream.id)
    rows.int4(stream.functionId)
    rows.text(requestId)
    rows.text(level)
    rows.bool(isPlatformLine(event.message))
    rows.text(event.message)
    rows.timestamptz(event.ingestedAtMs)
  }
  return rows
}
