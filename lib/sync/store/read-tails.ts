import type pg from 'pg'
import type { StreamLine } from '@/lib/domain/logs/folded-invocation'
import { packEventId } from '@/lib/domain/logs/pack-event-id'
import { readPackedEnds } from '@/lib/server/blocks/read-packed-lines'
import { selectRows } from '@/lib/server/db'
import { readPackedHead } from '@/lib/sync/store/add-packed-lines'
import type { NewStreamLines } from '@/lib/sync/store/new-stream-lines'
import { type LinePlace, mattersToFolding, readAround } from '@/lib/sync/store/stored-lines'
import { hasOpenAttempt, type StreamTail, tailFromStored } from '@/lib/sync/store/stream-tail'

const OPEN_FROM = `
  SELECT t.stream_id AS "streamId", (extract(epoch FROM min(i.started_at)) * 1000)::float8 AS "atMs"
  FROM unnest($1::int4[], $2::timestamptz[], $3::timestamptz[]) AS t(stream_id, lo, hi)
  JOIN invocation i ON i.stream_id = t.stream_id AND i.started_at BETWEEN t.lo AND t.hi AND NOT i.closed
  GROUP BY t.stream_id`

/**
 * The tails in front of new lines from the database, by stream; without those whose new lines stand among stored ones,
 * or within an attempt that has stored lines on both sides.
 */
export async function readTails(
  client: pg.ClientBase,
  newLines: readonly NewStreamLines[],
  margins: ReadonlyMap<number, number>,
): Promise<Map<number, StreamTail>> {
  const tails = new Map<number, StreamTail>()
  const stretches = newLines.flatMap(({ stream, lines }) => {
    const [first, last] = [lines[0], lines.at(-1)]
    if (first === undefined || last === undefined) return []
    const marginMs = margins.get(stream.functionId ?? 0) ?? 0
    const places = { first: placeOf(first), last: placeOf(last) }
    return [{ streamId: stream.id, lines: lines.length, marginMs, ...places }]
  })
  if (stretches.length === 0) return tails
  const around = await readAround(client, stretches)
  const openFrom = await selectRows<{ streamId: number; atMs: number }>(client, OPEN_FROM, [
    stretches.map(({ streamId }) => streamId),
    stretches.map(({ first, marginMs }) => new Date(first.atMs - marginMs)),
    stretches.map(({ first }) => new Date(first.atMs)),
  ])
  const packedEnds = await readPackedEnds(
    client,
    stretches.map(({ streamId }) => streamId),
  )
  const openById = new Map(openFrom.map(({ streamId, atMs }) => [streamId, atMs]))
  for (const { streamId, marginMs, first } of stretches) {
    const stored = around.get(streamId)
    if (stored === undefined || !stored.isContiguous) continue
    const packedEndMs = packedEnds.get(streamId)
    if (packedEndMs !== undefined && packedEndMs >= first.atMs - 2 * marginMs) continue
    // Older lines than any row are packed: the rows alone do not tell how the stream began.
    const packed = packedEndMs === undefined ? {} : { isWhole: false, head: await readPackedHead(client, streamId) }
    const lines = stored.lines.filter(mattersToFolding)
    const tail = tailFromStored({ ...stored, ...packed, lines }, openById.get(streamId) ?? null, marginMs)
    if (tail === null || (tail.nextAtMs !== null && hasOpenAttempt(tail))) continue
    tails.set(streamId, tail)
  }
  return tails
}

function placeOf({ atMs, eventId }: StreamLine): LinePlace {
  return { atMs, eventId: packEventId(eventId, atMs) }
}
