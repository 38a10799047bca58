import type pg from 'pg'
import { compareStreamLines } from '@/lib/domain/logs/compare-stream-lines'
import type { StreamLine } from '@/lib/domain/logs/folded-invocation'
import { unpackEventId } from '@/lib/domain/logs/pack-event-id'
import { parseLogLine } from '@/lib/domain/logs/parse-log-line'
import type { StoredLine } from '@/lib/server/blocks/log-block'
import { compareKeys, readPackedBlocks, readPackedHeads } from '@/lib/server/blocks/read-packed-lines'
import { CONTEXT_LINES, type StoredStretch, type Stretch } from '@/lib/sync/store/stored-lines'
import { HEAD_LINES } from '@/lib/sync/store/stream-tail'

type Part = 'before' | 'within' | 'after'

/**
 * Adds what is packed to the rows of a stretch and of the head of its stream, so that the lines are those that would be
 * there if all of them were rows: of its context those nearest to it, as many as of rows.
 */
export async function addPackedLines(
  client: pg.ClientBase,
  stretch: Stretch,
  stored: StoredStretch,
): Promise<StoredStretch> {
  const head = await readPackedHead(client, stretch.streamId)
  if (head.length === 0) return stored
  const packed = await readPackedStretch(client, stretch)
  const merge = (part: Part) => {
    const rows = stored.lines.filter(({ atMs }) => partOf(stretch, atMs) === part)
    return mergeLines(rows, packed[part].map(streamLineOf))
  }
  const before = merge('before').slice(-CONTEXT_LINES)
  const after = merge('after').slice(0, CONTEXT_LINES)
  return {
    // The first rows are not the head of the stream where older lines are packed.
    head: mergeLines(stored.head, head).slice(0, HEAD_LINES),
    lines: [...before, ...merge('within'), ...after],
    isCutBefore: before.length === CONTEXT_LINES,
    isCutAfter: after.length === CONTEXT_LINES,
  }
}

async function readPackedStretch(client: pg.ClientBase, stretch: Stretch): Promise<Record<Part, StoredLine[]>> {
  const { streamId, fromMs, toMs, contextMs } = stretch
  const parts: Record<Part, StoredLine[]> = { before: [], within: [], after: [] }
  const range = { streamId, fromMs: fromMs - contextMs, toMs: toMs + contextMs }
  for await (const lines of readPackedBlocks(client, range)) {
    for (const line of lines) if (line.foldable) parts[partOf(stretch, line.atMs)].push(line)
    parts.before = parts.before.sort(compareKeys).slice(-CONTEXT_LINES)
    parts.after = parts.after.sort(compareKeys).slice(0, CONTEXT_LINES)
  }
  return parts
}

function partOf({ fromMs, toMs }: Stretch, atMs: number): Part {
  if (atMs < fromMs) return 'before'
  return atMs > toMs ? 'after' : 'within'
}

/** Each line once, in order. */
function mergeLines(rows: readonly StreamLine[], packed: readonly StreamLine[]): StreamLine[] {
  const byId = new Map([...packed, ...rows].map((line) => [line.eventId, line]))
  return [...byId.values()].sort(compareStreamLines)
}

function streamLineOf({ atMs, eventId, message }: StoredLine): StreamLine {
  return { atMs, eventId: unpackEventId(eventId, atMs), line: parseLogLine(message) }
}

/** The first foldable packed lines of a stream, in order. */
export async function readPackedHead(client: pg.ClientBase, streamId: number): Promise<StreamLine[]> {
  const heads = await readPackedHeads(client, [streamId], HEAD_LINES)
  return heads.map(streamLineOf).sort(compareStreamLines)
}

/** When the first foldable packed line of each of these streams was written; streams without one are left out. */
export async function readPackedFirsts(
  client: pg.ClientBase,
  streamIds: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const heads = await readPackedHeads(client, streamIds, 1)
  return new Map(heads.map(({ streamId, atMs }) => [streamId, atMs]))
}
