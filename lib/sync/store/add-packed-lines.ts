import type pg from 'pg'
import { compareStreamLines } from '@/lib/domain/logs/compare-stream-lines'
import type { StreamLine } from '@/lib/domain/logs/folded-invocation'
import { unpackEventId } from '@/lib/domain/logs/pack-event-id'
import { parseLogLine } from '@/lib/domain/logs/parse-log-line'
import type { StoredLine } from '@/lib/server/blocks/log-block'
import { readPackedHeads, readPackedLines, type StreamRange } from '@/lib/server/blocks/read-packed-lines'
import { HEAD_LINES } from '@/lib/sync/store/stream-tail'

/**
 * Adds what is packed to the rows of these stretches and of the heads of their streams, so that the lines are those that
 * would be there if all of them were rows.
 */
export async function addPackedLines(
  client: pg.ClientBase,
  ranges: readonly StreamRange[],
  byStream: Map<number, StreamLine[]>,
): Promise<void> {
  const streamIds = [...new Set(ranges.map(({ streamId }) => streamId))]
  const heads = await readPackedHeads(client, streamIds, HEAD_LINES)
  if (heads.length === 0) return
  const packed = new Map<number, StoredLine[]>()
  for (const line of [...heads, ...(await readPackedLines(client, ranges))]) {
    if (!line.foldable) continue
    const own = packed.get(line.streamId)
    if (own === undefined) packed.set(line.streamId, [line])
    else own.push(line)
  }
  for (const [streamId, lines] of packed) {
    const merged = new Map((byStream.get(streamId) ?? []).map((line) => [line.eventId, line]))
    for (const { atMs, eventId: bytes, message } of lines) {
      const eventId = unpackEventId(bytes, atMs)
      if (!merged.has(eventId)) merged.set(eventId, { atMs, eventId, line: parseLogLine(message) })
    }
    const own = ranges.filter((range) => range.streamId === streamId)
    const isRead = (atMs: number) => own.some(({ fromMs, toMs }) => atMs >= fromMs && atMs <= toMs)
    const sorted = [...merged.values()].sort(compareStreamLines)
    // The first rows are not the head of the stream where older lines are packed.
    byStream.set(
      streamId,
      sorted.filter(({ atMs }, place) => place < HEAD_LINES || isRead(atMs)),
    )
  }
}

/** The first foldable packed lines of a stream, in order. */
export async function readPackedHead(client: pg.ClientBase, streamId: number): Promise<StreamLine[]> {
  const heads = await readPackedHeads(client, [streamId], HEAD_LINES)
  const lines = heads.map(({ atMs, eventId, message }) => {
    return { atMs, eventId: unpackEventId(eventId, atMs), line: parseLogLine(message) }
  })
  return lines.sort(compareStreamLines)
}

/** When the first foldable packed line of each of these streams was written; streams without one are left out. */
export async function readPackedFirsts(
  client: pg.ClientBase,
  streamIds: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const heads = await readPackedHeads(client, streamIds, 1)
  return new Map(heads.map(({ streamId, atMs }) => [streamId, atMs]))
}
