import type pg from 'pg'
import { packEventId } from '@/lib/domain/logs/pack-event-id'
import { lineKey, readPackedLines, type StreamRange } from '@/lib/server/blocks/read-packed-lines'
import type { LogEventRecord } from '@/lib/sync/aws/read-event-page'

/**
 * The events of a page that no block holds yet; what is a row already is not looked at. To be called within the
 * transaction that stores them, after waitForPacking, where that says that some lines are packed.
 */
export async function dropPackedEvents(
  client: pg.ClientBase,
  streamIdOf: (name: string) => number | undefined,
  events: readonly LogEventRecord[],
): Promise<readonly LogEventRecord[]> {
  const ranges = new Map<string, StreamRange>()
  for (const { streamName, atMs } of events) {
    const streamId = streamIdOf(streamName)
    if (streamId === undefined) continue
    const range = ranges.get(streamName)
    if (range === undefined) ranges.set(streamName, { streamId, fromMs: atMs, toMs: atMs })
    else Object.assign(range, { fromMs: Math.min(range.fromMs, atMs), toMs: Math.max(range.toMs, atMs) })
  }
  const packed = new Set((await readPackedLines(client, [...ranges.values()])).map(lineKey))
  if (packed.size === 0) return events
  return events.filter(({ streamName, atMs, eventId }) => {
    const streamId = streamIdOf(streamName) ?? 0
    return !packed.has(lineKey({ streamId, atMs, eventId: packEventId(eventId, atMs) }))
  })
}
