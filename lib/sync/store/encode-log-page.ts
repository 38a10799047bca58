import { compareStreamLines } from '@/lib/domain/logs/compare-stream-lines'
import type { StreamLine } from '@/lib/domain/logs/folded-invocation'
import { isPlatformLine } from '@/lib/domain/logs/is-platform-line'
import { codeOfLevel } from '@/lib/domain/logs/log-level-code'
import { OWN_BYTES, packEventId } from '@/lib/domain/logs/pack-event-id'
import { parseLogLine } from '@/lib/domain/logs/parse-log-line'
import type { LineKey } from '@/lib/server/blocks/read-packed-lines'
import { BinaryCopyEncoder, epochMsOf } from '@/lib/server/copy/binary-copy-encoder'
import type { LogEventRecord } from '@/lib/sync/aws/read-event-page'
import { spanOfTimes } from '@/lib/sync/store/span-of-times'

/** The columns of log_event in the order in which they are encoded, those that name a line first. */
export const LINE_COLUMNS = 'stream_id, at, event_id, account_region_id, level, foldable, request_id, message'
const LINE_COLUMN_COUNT = 8
const NAMING_COLUMNS = 3
/** What a row takes beside its message. */
const ROW_BYTES = 100
/** Stands for a stream until its ID is known. */
const NO_STREAM = 0

/**
 * Lines of one stream: their rows in the page, the last one not included, their first and last time, and those that can
 * matter to folding, by time and event ID.
 */
export type EncodedStream = {
  name: string
  fromRow: number
  toRow: number
  fromMs: number
  toMs: number
  lines: StreamLine[]
}
/** Log events as rows, stream by stream, each event once. A stream may come again, with later lines (joinPages). */
export type EncodedPage = { rows: BinaryCopyEncoder; streams: EncodedStream[]; fromMs: number; toMs: number }

/**
 * Turns log events into rows as soon as they are there: while a page waits to be stored, its rows take a third of the
 * memory, and none of it is the garbage collector's to look through. The rows' streams are set when their IDs are known.
 */
export function encodeLogPage(accountRegionId: number, events: readonly LogEventRecord[]): EncodedPage {
  const rows = new BinaryCopyEncoder(LINE_COLUMN_COUNT, bytesOf(events))
  const streams: EncodedStream[] = []
  for (const [name, own] of groupByStream(events)) {
    const fromRow = rows.rows
    const lines = encodeStream(rows, accountRegionId, inOrder(own))
    streams.push({ name, fromRow, toRow: rows.rows, ...spanOfTimes(own), lines })
  }
  return { rows, streams, ...spanOfTimes(events) }
}

/** Pages that follow one another as few, which are stored in less time. Takes them over: their rows are added to those of the first. */
export function joinPages(pages: readonly EncodedPage[]): EncodedPage[] {
  const joined: EncodedPage[] = []
  for (const page of pages) {
    const last = joined.pop()
    const both = last && joinTwo(last, page)
    if (last !== undefined && !both) joined.push(last)
    joined.push(both ?? page)
  }
  return joined
}

/** Null where a stream's lines of both lie in the same time, and a line may be in both. */
function joinTwo(first: EncodedPage, second: EncodedPage): EncodedPage | null {
  const ends = new Map(first.streams.map(({ name, toMs }) => [name, toMs]))
  if (second.streams.some(({ name, fromMs }) => fromMs <= (ends.get(name) ?? Number.NEGATIVE_INFINITY))) return null
  const added = first.rows.rows
  first.rows.append(second.rows)
  const moved = second.streams.map((own) => ({ ...own, fromRow: own.fromRow + added, toRow: own.toRow + added }))
  return {
    rows: first.rows,
    streams: [...first.streams, ...moved],
    fromMs: Math.min(first.fromMs, second.fromMs),
    toMs: Math.max(first.toMs, second.toMs),
  }
}

/** Gives the rows of each stream its ID. */
export function setStreams({ rows, streams }: EncodedPage, idOf: (name: string) => number): void {
  for (const { name, fromRow, toRow } of streams) {
    const id = idOf(name)
    for (let row = fromRow; row < toRow; row += 1) rows.replaceFirstInt4(row, id)
  }
}

/** What names the line of a row, once its stream is set. */
export function placeOfRow({ rows }: EncodedPage, row: number): LineKey {
  const [streamId, at, eventId] = rows.firstColumns(row, NAMING_COLUMNS)
  if (streamId === undefined || at === undefined || eventId === undefined) throw new Error('A row lacks its key')
  return { streamId: streamId.readInt32BE(), atMs: epochMsOf(at), eventId }
}

function groupByStream(events: readonly LogEventRecord[]): ReadonlyMap<string, LogEventRecord[]> {
  const byStream = new Map<string, LogEventRecord[]>()
  for (const event of events) {
    const own = byStream.get(event.streamName)
    if (own === undefined) byStream.set(event.streamName, [event])
    else own.push(event)
  }
  return byStream
}

function bytesOf(events: readonly LogEventRecord[]): number {
  let bytes = 0
  for (const event of events) bytes += ROW_BYTES + (event.messageBytes ?? event.message.length)
  return bytes
}

/** Rows of one place in the index are added together, and what a page repeats stands side by side. */
function inOrder(events: LogEventRecord[]): LogEventRecord[] {
  return events.sort(compareStreamLines).filter((event, at, all) => !isSame(event, all[at - 1]))
}

function isSame(event: LogEventRecord, before: LogEventRecord | undefined): boolean {
  return event.atMs === before?.atMs && event.eventId === before.eventId
}

function encodeStream(
  rows: BinaryCopyEncoder,
  accountRegionId: number,
  events: readonly LogEventRecord[],
): StreamLine[] {
  const foldables: StreamLine[] = []
  const packedId = new Uint8Array(OWN_BYTES)
  for (const { atMs, eventId, message } of events) {
    const line = parseLogLine(message)
    const foldable = isPlatformLine(message)
    rows.row()
    rows.int4(NO_STREAM)
    rows.timestamptz(atMs)
    rows.bytea(packEventId(eventId, atMs, packedId))
    rows.int4(accountRegionId)
    rows.int2(codeOfLevel(line.level))
    rows.bool(foldable)
    rows.uuid(line.requestId)
    rows.text(message)
    if (foldable) foldables.push({ atMs, eventId, line })
  }
  return foldables
}
