import type pg from 'pg'
import { packEventId } from '@/lib/domain/logs/pack-event-id'
import { lineKey, readPackedLines, type StreamRange } from '@/lib/server/blocks/read-packed-lines'
import { epochMsOf } from '@/lib/server/copy/binary-copy-encoder'
import { selectRows } from '@/lib/server/db'
import type { EncodedPage } from '@/lib/sync/store/encode-log-page'
import type { StreamRef } from '@/lib/sync/store/intern-streams'
import type { NewStreamLines } from '@/lib/sync/store/new-stream-lines'

type LineKey = { streamId: number; atMs: number; eventId: Uint8Array }

/* What names a line, which are the first columns of its row. */
const NAMING_COLUMNS = 3
const STORED = `
  SELECT r.stream_id AS "streamId", (extract(epoch FROM e.at) * 1000)::float8 AS "atMs", e.event_id AS "eventId"
  FROM unnest($1::int4[], $2::timestamptz[], $3::timestamptz[]) AS r(stream_id, lo, hi)
  JOIN log_event e ON e.stream_id = r.stream_id AND e.at BETWEEN r.lo AND r.hi AND e.at BETWEEN $4 AND $5`

/**
 * Leaves out of a page the rows that are stored already, as rows or (hasPacked) in blocks, and answers the lines of the
 * others that can matter. Whoever stores the page holds its group (waitForGroup), so that what is absent stays so.
 */
export async function dropStoredLines(
  client: pg.ClientBase,
  page: EncodedPage,
  streamOf: (name: string) => StreamRef,
  hasPacked: boolean,
): Promise<NewStreamLines[]> {
  const streams = page.streams.map((own) => ({ ...own, stream: streamOf(own.name) }))
  const ranges = streams.map(({ stream, fromMs, toMs }) => ({ streamId: stream.id, fromMs, toMs }))
  const stored = new Set<string>()
  for (const line of await readStored(client, ranges, page)) stored.add(lineKey(line))
  for (const line of hasPacked ? await readPackedLines(client, ranges) : []) stored.add(lineKey(line))
  if (stored.size > 0) page.rows.keepRows((row) => !stored.has(keyOfRow(page, row)))
  const newLines = new Map<number, NewStreamLines>()
  for (const { stream, lines } of streams) {
    const isNew = ({ atMs, eventId }: { atMs: number; eventId: string }) =>
      !stored.has(lineKey({ streamId: stream.id, atMs, eventId: packEventId(eventId, atMs) }))
    const fresh = stored.size === 0 ? lines : lines.filter(isNew)
    if (fresh.length === 0) continue
    const isAll = fresh.length === lines.length
    const earlier = newLines.get(stream.id)
    if (earlier === undefined) newLines.set(stream.id, { stream, lines: fresh, isAll })
    else newLines.set(stream.id, { stream, lines: [...earlier.lines, ...fresh], isAll: isAll && earlier.isAll })
  }
  return [...newLines.values()]
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

function keyOfRow({ rows }: EncodedPage, row: number): string {
  const [streamId, at, eventId] = rows.firstColumns(row, NAMING_COLUMNS)
  if (streamId === undefined || at === undefined || eventId === undefined) throw new Error('A row lacks its key')
  return lineKey({ streamId: streamId.readInt32BE(), atMs: epochMsOf(at), eventId })
}
