import type pg from 'pg'
import { packEventId } from '@/lib/domain/logs/pack-event-id'
import { type LineKey, lineKey, readPackedLines, type StreamRange } from '@/lib/server/blocks/read-packed-lines'
import { selectRows } from '@/lib/server/db'
import { type EncodedPage, type EncodedStream, placeOfRow } from '@/lib/sync/store/encode-log-page'
import type { StreamRef } from '@/lib/sync/store/intern-streams'
import type { NewStreamLines } from '@/lib/sync/store/new-stream-lines'

/* Stream by stream: whatever else the planner thinks of reads more of the day. */
const STORED = `
  SELECT r.stream_id AS "streamId", (extract(epoch FROM e.at) * 1000)::float8 AS "atMs", e.event_id AS "eventId"
  FROM unnest($1::int4[], $2::timestamptz[], $3::timestamptz[]) AS r(stream_id, lo, hi)
  CROSS JOIN LATERAL (SELECT at, event_id FROM log_event
    WHERE stream_id = r.stream_id AND at BETWEEN r.lo AND r.hi AND at BETWEEN $4 AND $5 OFFSET 0) AS e`

/**
 * Leaves out of a page the rows that are stored already, as rows or (hasPacked) in blocks, and answers the lines of the
 * others that can matter. The streams' places in the page are of no use then. Whoever stores the page holds its group
 * (waitForGroup), so that what is absent stays so.
 */
export async function dropStoredLines(
  client: pg.ClientBase,
  page: EncodedPage,
  streamOf: (name: string) => StreamRef,
  hasPacked: boolean,
): Promise<NewStreamLines[]> {
  const streams = page.streams.map((own) => ({ ...own, stream: streamOf(own.name) }))
  const ranges = streams.map(({ stream, fromMs, toMs }) => ({ streamId: stream.id, fromMs, toMs }))
  const lines = [
    ...(await readStored(client, ranges, page)),
    ...(hasPacked ? await readPackedLines(client, ranges) : []),
  ]
  const stored = new Set(lines.map(lineKey))
  const repeated = new Set(lines.map(({ streamId }) => streamId))
  dropRows(
    page,
    streams.filter(({ stream }) => repeated.has(stream.id)),
    stored,
  )
  const newLines = new Map<number, NewStreamLines>()
  for (const { stream, lines } of streams) {
    const isNew = ({ atMs, eventId }: { atMs: number; eventId: string }) =>
      !stored.has(lineKey({ streamId: stream.id, atMs, eventId: packEventId(eventId, atMs) }))
    const fresh = repeated.has(stream.id) ? lines.filter(isNew) : lines
    if (fresh.length === 0) continue
    const isAll = fresh.length === lines.length
    const earlier = newLines.get(stream.id)
    if (earlier === undefined) newLines.set(stream.id, { stream, lines: fresh, isAll })
    else newLines.set(stream.id, { stream, lines: [...earlier.lines, ...fresh], isAll: isAll && earlier.isAll })
  }
  return [...newLines.values()]
}

/** A page often repeats a line or two, of one stream: the rows of all others need not be looked at. */
function dropRows(page: EncodedPage, streams: readonly EncodedStream[], stored: ReadonlySet<string>): void {
  if (streams.length === 0) return
  const isDoubtful = new Uint8Array(page.rows.rows)
  for (const { fromRow, toRow } of streams) isDoubtful.fill(1, fromRow, toRow)
  page.rows.keepRows((row) => isDoubtful[row] === 0 || !stored.has(lineKey(placeOfRow(page, row))))
}

function readStored(client: pg.ClientBase, ranges: readonly StreamRange[], page: EncodedPage): Promise<LineKey[]> {
  return selectRows<LineKey>(client, STORED, [
    ranges.map(({ streamId }) => streamId),
    ranges.map(({ fromMs }) => new Date(fromMs)),
    ranges.map(({ toMs }) => new Date(toMs)),
    new Date(page.fromMs),
    new Date(page.toMs),
  ])
}
