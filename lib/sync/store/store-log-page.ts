import type pg from 'pg'
import { compareStreamLines } from '@/lib/domain/logs/compare-stream-lines'
import type { StreamLine } from '@/lib/domain/logs/folded-invocation'
import { isPlatformLine } from '@/lib/domain/logs/is-platform-line'
import { codeOfLevel } from '@/lib/domain/logs/log-level-code'
import { OWN_BYTES, packEventId } from '@/lib/domain/logs/pack-event-id'
import { parseLogLine } from '@/lib/domain/logs/parse-log-line'
import { BinaryCopyEncoder } from '@/lib/server/copy/binary-copy-encoder'
import type { LogEventRecord } from '@/lib/sync/aws/read-event-page'
import { dropPackedEvents } from '@/lib/sync/store/drop-packed-events'
import { FoldMemory } from '@/lib/sync/store/fold-memory'
import { foldNewLines } from '@/lib/sync/store/fold-new-lines'
import {
  copyNewLines,
  insertNewLines,
  keyOfLine,
  LINE_COLUMN_COUNT,
  type NewLines,
} from '@/lib/sync/store/insert-lines'
import { internStreams, type LogGroupRef, type StreamRef } from '@/lib/sync/store/intern-streams'
import type { LogPageContext } from '@/lib/sync/store/log-page-context'
import type { NewStreamLines } from '@/lib/sync/store/new-stream-lines'
import { waitForPacking } from '@/lib/sync/store/pack-hour'
import { settleSome } from '@/lib/sync/store/settle-due'
import { spanOfTimes } from '@/lib/sync/store/span-of-times'

type EventsByStream = ReadonlyMap<string, readonly LogEventRecord[]>
/** The lines of a page that can matter to folding, of one stream. */
type PageStream = { stream: StreamRef; lines: StreamLine[] }
type Page = { rows: BinaryCopyEncoder; streams: PageStream[] }
type Span = { fromMs: number; toMs: number }

/** What a row takes beside its message. */
const ROW_BYTES = 100

/**
 * Stores one page of log events and everything that follows from it. To be called within a transaction. A line that is
 * stored already changes nothing. Returns the number of lines that are new.
 * memory: kept from page to page by who reads a window; rollups then follow when that settles what is due, and at once
 * without it.
 */
export async function storeLogPage(
  client: pg.ClientBase,
  context: LogPageContext,
  events: readonly LogEventRecord[],
  memory: FoldMemory | null = null,
): Promise<number> {
  if (events.length === 0) return 0
  const kept = memory ?? new FoldMemory()
  const span = spanOfTimes(events)
  const hasPacked = await waitForPacking(client, context.group.id, span)
  const byStream = groupByStream(events)
  await internPageStreams(client, context, byStream, kept)
  const streamIdOf = (name: string) => kept.stream(name)?.id
  const unpacked = hasPacked ? groupByStream(await dropPackedEvents(client, streamIdOf, events)) : byStream
  const page = encodePage(context.group, unpacked, kept)
  const stored = await insertPage(client, page.rows, span, kept)
  await foldNewLines(client, context, kept, listNew(page, stored))
  const due = { beforeMs: null, memory: null }
  if (memory === null) while (!(await settleSome(client, context, due)));
  return stored === 'all' ? page.rows.rows : stored.count
}

function groupByStream(events: readonly LogEventRecord[]): EventsByStream {
  const byStream = new Map<string, LogEventRecord[]>()
  for (const event of events) {
    const own = byStream.get(event.streamName)
    if (own === undefined) byStream.set(event.streamName, [event])
    else own.push(event)
  }
  return byStream
}

async function internPageStreams(
  client: pg.ClientBase,
  { group, owners }: LogPageContext,
  byStream: EventsByStream,
  memory: FoldMemory,
): Promise<void> {
  memory.makeRoom()
  const names = new Set<string>()
  for (const name of byStream.keys()) if (memory.stream(name) === undefined) names.add(name)
  if (names.size === 0) return
  for (const stream of (await internStreams(client, group, owners, names)).values()) memory.keepStream(stream)
}

/** Stream by stream, which is the order of the key: rows of one place in the index are added together. */
function encodePage(group: LogGroupRef, byStream: EventsByStream, memory: FoldMemory): Page {
  const rows = new BinaryCopyEncoder(LINE_COLUMN_COUNT, bytesOf(byStream))
  const streams: PageStream[] = []
  for (const [name, events] of byStream) {
    const stream = memory.stream(name)
    if (stream === undefined) throw new Error(`The stream ${name} was not interned`)
    const lines = encodeStream(rows, group, stream, events)
    if (lines.length > 0) streams.push({ stream, lines })
  }
  return { rows, streams }
}

function bytesOf(byStream: EventsByStream): number {
  let bytes = 0
  for (const events of byStream.values()) for (const { message } of events) bytes += ROW_BYTES + message.length
  return bytes
}

function encodeStream(
  rows: BinaryCopyEncoder,
  group: LogGroupRef,
  stream: StreamRef,
  events: readonly LogEventRecord[],
): StreamLine[] {
  const foldables: StreamLine[] = []
  const packedId = new Uint8Array(OWN_BYTES)
  for (const { atMs, eventId, message } of events) {
    const line = parseLogLine(message)
    const foldable = isPlatformLine(message)
    rows.row()
    rows.timestamptz(atMs)
    rows.int4(group.accountRegionId)
    rows.int4(stream.id)
    rows.int2(codeOfLevel(line.level))
    rows.bool(foldable)
    rows.uuid(line.requestId)
    rows.bytea(packEventId(eventId, atMs, packedId))
    rows.text(message)
    if (foldable) foldables.push({ atMs, eventId, line })
  }
  return foldables
}

/** Repeats come in runs, where windows overlap: after one, the careful way is taken until a page is new again. */
async function insertPage(
  client: pg.ClientBase,
  rows: BinaryCopyEncoder,
  span: Span,
  memory: FoldMemory,
): Promise<NewLines | 'all'> {
  if (!memory.expectsRepeats && (await copyNewLines(client, rows, span))) return 'all'
  const stored = await insertNewLines(client, rows)
  memory.expectsRepeats = stored.count < rows.rows
  return stored
}

function listNew(page: Page, stored: NewLines | 'all'): NewStreamLines[] {
  const list: NewStreamLines[] = []
  for (const { stream, lines } of page.streams) {
    const keys = stored === 'all' ? null : (stored.foldable.get(stream.id) ?? new Set<string>())
    const fresh =
      keys === null ? lines : lines.filter(({ atMs, eventId }) => keys.has(keyOfLine(atMs, packEventId(eventId, atMs))))
    const sorted = fresh.sort(compareStreamLines).filter((line, at, all) => line.eventId !== all[at - 1]?.eventId)
    if (sorted.length > 0) list.push({ stream, lines: sorted, isAll: fresh.length === lines.length })
  }
  return list
}
