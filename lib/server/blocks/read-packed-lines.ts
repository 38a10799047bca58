import type pg from 'pg'
import { type StoredLine, unpackLines } from '@/lib/server/blocks/log-block'
import { selectRows } from '@/lib/server/db'

/** A stretch of one log stream, both ends inclusive. */
export type StreamRange = { streamId: number; fromMs: number; toMs: number }

/** What names a line. eventId: packed (pack-event-id). */
export type LineKey = { streamId: number; atMs: number; eventId: Uint8Array }

const HOUR_MS = 3_600_000
/* The bounds of the hours leave out the days that hold nothing of any range before a block is looked at. */
const IN_RANGES = `
  SELECT body FROM log_block b
  WHERE b.stream_ids && $1::int4[] AND b.hour BETWEEN $4 AND $5 AND EXISTS (
    SELECT 1 FROM unnest($1::int4[], $2::timestamptz[], $3::timestamptz[]) AS r(stream_id, lo, hi)
    WHERE r.stream_id = ANY (b.stream_ids) AND b.from_at <= r.hi AND b.to_at >= r.lo)
  ORDER BY b.hour, b.log_group_id, b.part`
const OF_STREAMS = `
  SELECT log_group_id AS "logGroupId", (extract(epoch FROM hour) * 1000)::float8 AS "hourMs", part, stream_ids AS "streamIds"
  FROM log_block WHERE stream_ids && $1::int4[] ORDER BY hour, log_group_id, part`
const ENDS = `
  SELECT s.id AS "streamId", (extract(epoch FROM max(b.to_at)) * 1000)::float8 AS "atMs"
  FROM log_block b, unnest(b.stream_ids) AS s(id) WHERE b.stream_ids && $1::int4[] AND s.id = ANY($1) GROUP BY s.id`
const OF_RANGE = `
  SELECT log_group_id AS "logGroupId", (extract(epoch FROM hour) * 1000)::float8 AS "hourMs", part FROM log_block
  WHERE stream_ids && ARRAY[$1::int4] AND hour BETWEEN $4 AND $3 AND from_at <= $3 AND to_at >= $2
  ORDER BY hour, log_group_id, part`
const BODY = 'SELECT body FROM log_block WHERE log_group_id = $1 AND hour = $2 AND part = $3'

/** When the last block ends that may hold lines of each of these streams; streams that are in none are left out. */
export async function readPackedEnds(
  client: pg.Pool | pg.ClientBase,
  streamIds: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const rows = await selectRows<{ streamId: number; atMs: number }>(client, ENDS, [streamIds])
  return new Map(rows.map(({ streamId, atMs }) => [streamId, atMs]))
}

/**
 * The packed log lines of these stretches, in no order. A line is either packed or a row of log_event; whoever reads both
 * reads the rows first, and takes a line that was packed in between once (`lineKey`).
 */
export async function readPackedLines(
  client: pg.Pool | pg.ClientBase,
  ranges: readonly StreamRange[],
): Promise<StoredLine[]> {
  if (ranges.length === 0) return []
  const byStream = new Map<number, StreamRange[]>()
  for (const range of ranges) byStream.set(range.streamId, [...(byStream.get(range.streamId) ?? []), range])
  const first = Math.min(...ranges.map(({ fromMs }) => fromMs)) - HOUR_MS
  const last = Math.max(...ranges.map(({ toMs }) => toMs))
  const blocks = await selectRows<{ body: Buffer }>(client, IN_RANGES, [
    ranges.map(({ streamId }) => streamId),
    ranges.map(({ fromMs }) => new Date(fromMs)),
    ranges.map(({ toMs }) => new Date(toMs)),
    new Date(first),
    new Date(last),
  ])
  const isWanted = ({ streamId, atMs }: StoredLine) =>
    byStream.get(streamId)?.some(({ fromMs, toMs }) => atMs >= fromMs && atMs <= toMs) ?? false
  return blocks.flatMap(({ body }) => unpackLines(body).filter(isWanted))
}

/** The packed log lines of a stretch block by block, so that no more than one block is held; in no order within one. */
export async function* readPackedBlocks(
  client: pg.ClientBase,
  { streamId, fromMs, toMs }: StreamRange,
): AsyncGenerator<StoredLine[]> {
  type Block = { logGroupId: number; hourMs: number; part: number }
  const times = [fromMs, toMs, fromMs - HOUR_MS].map((atMs) => new Date(atMs))
  for (const { logGroupId, hourMs, part } of await selectRows<Block>(client, OF_RANGE, [streamId, ...times])) {
    const [block] = await selectRows<{ body: Buffer }>(client, BODY, [logGroupId, new Date(hourMs), part])
    if (block === undefined) continue
    yield unpackLines(block.body).filter(
      (line) => line.streamId === streamId && line.atMs >= fromMs && line.atMs <= toMs,
    )
  }
}

/** The first foldable packed lines of each stream, at most `most` of one, in no order. */
export async function readPackedHeads(
  client: pg.Pool | pg.ClientBase,
  streamIds: readonly number[],
  most: number,
): Promise<StoredLine[]> {
  type Block = { logGroupId: number; hourMs: number; part: number; streamIds: number[] }
  const heads = new Map<number, { hourMs: number; lines: StoredLine[] }>()
  for (const { logGroupId, hourMs, part, streamIds: within } of await selectRows<Block>(client, OF_STREAMS, [
    streamIds,
  ])) {
    const isShort = (id: number) => {
      const head = heads.get(id)
      // Lines that came late stand in another block of the same hour.
      return head === undefined || head.hourMs === hourMs || head.lines.length < most
    }
    const short = new Set(streamIds.filter((id) => within.includes(id) && isShort(id)))
    if (short.size === 0) continue
    const [block] = await selectRows<{ body: Buffer }>(client, BODY, [logGroupId, new Date(hourMs), part])
    for (const line of block === undefined ? [] : unpackLines(block.body)) {
      if (!line.foldable || !short.has(line.streamId)) continue
      const head = heads.get(line.streamId) ?? { hourMs, lines: [] }
      head.hourMs = hourMs
      head.lines.push(line)
      heads.set(line.streamId, head)
    }
  }
  return [...heads.values()].flatMap(({ lines }) => lines.sort(compareKeys).slice(0, most))
}

/** By stream, time and event ID. */
export function compareKeys(left: LineKey, right: LineKey): number {
  return left.streamId - right.streamId || left.atMs - right.atMs || Buffer.compare(left.eventId, right.eventId)
}

/** The same text for the same line. */
export function lineKey({ streamId, atMs, eventId }: LineKey): string {
  return `${streamId}/${atMs}/${Buffer.from(eventId).toString('latin1')}`
}
