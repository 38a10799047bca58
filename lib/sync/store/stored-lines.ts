import type pg from 'pg'
import type { StreamLine } from '@/lib/domain/logs/folded-invocation'
import { unpackEventId } from '@/lib/domain/logs/pack-event-id'
import { parseLogLine } from '@/lib/domain/logs/parse-log-line'
import { selectRows } from '@/lib/server/db'
import { HEAD_LINES } from '@/lib/sync/store/stream-tail'

/** A place in a stream: time and packed event ID. */
export type LinePlace = { atMs: number; eventId: Uint8Array }
/** New lines of a stream that are stored already: the first and the last of them that can matter to folding, and how many. */
export type NewStretch = { streamId: number; first: LinePlace; last: LinePlace; lines: number }
/**
 * What is stored around new lines. head: the stream's first lines; lines: those right before the new ones, all of them if
 * isWhole; nextAtMs: the first after them; isContiguous: nothing older stands between the new ones.
 */
export type StoredAround = {
  head: StreamLine[]
  lines: StreamLine[]
  isWhole: boolean
  nextAtMs: number | null
  isContiguous: boolean
}
/** The head of a stream, and its lines between two times with those before and after that give context. isCut: there would be more. */
export type StoredStretch = { head: StreamLine[]; lines: StreamLine[]; isCutBefore: boolean; isCutAfter: boolean }

/** A stretch of a stream, both ends inclusive, and how far around it lines are read. */
export type Stretch = { streamId: number; fromMs: number; toMs: number; contextMs: number }

type Row = { streamId: number; part: string; atMs: number; eventId: Uint8Array; message: string }

const TAIL_LINES = 48
/** How many lines are read on each side of a stretch at most. */
export const CONTEXT_LINES = 5_000
const COLUMNS = `(extract(epoch FROM at) * 1000)::float8 AS "atMs", event_id AS "eventId", message`
const AROUND = `
  SELECT t.stream_id AS "streamId", l.* FROM
    unnest($1::int4[], $2::timestamptz[], $3::bytea[], $4::timestamptz[], $5::bytea[]) AS t(stream_id, at1, id1, at2, id2)
  CROSS JOIN LATERAL (
    (SELECT 'head' AS part, ${COLUMNS} FROM log_event e
      WHERE e.stream_id = t.stream_id AND foldable AND at <= t.at1 AND (at, event_id) < (t.at1, t.id1)
      ORDER BY at, event_id LIMIT ${HEAD_LINES})
    UNION ALL
    (SELECT 'tail', ${COLUMNS} FROM log_event e
      WHERE e.stream_id = t.stream_id AND foldable AND at <= t.at1 AND (at, event_id) < (t.at1, t.id1)
      ORDER BY at DESC, event_id DESC LIMIT ${TAIL_LINES})
    UNION ALL
    (SELECT 'next', (extract(epoch FROM at) * 1000)::float8, event_id, '' FROM log_event e
      WHERE e.stream_id = t.stream_id AND foldable AND at >= t.at2 AND (at, event_id) > (t.at2, t.id2)
      ORDER BY at, event_id LIMIT 1)
    UNION ALL
    (SELECT 'between', count(*)::float8, '', '' FROM log_event e
      WHERE e.stream_id = t.stream_id AND foldable AND at BETWEEN t.at1 AND t.at2
        AND (at, event_id) BETWEEN (t.at1, t.id1) AND (t.at2, t.id2))
  ) AS l`
/* The head of a stream tells how its environment began, wherever in it the stretch lies. */
const STRETCH = `
  SELECT 'head' AS part, l.* FROM (SELECT ${COLUMNS} FROM log_event
    WHERE stream_id = $1 AND foldable ORDER BY at, event_id LIMIT ${HEAD_LINES}) AS l
  UNION ALL
  SELECT 'before', l.* FROM (SELECT ${COLUMNS} FROM log_event
    WHERE stream_id = $1 AND foldable AND at >= $2 AND at < $3 ORDER BY at DESC, event_id DESC LIMIT ${CONTEXT_LINES}) AS l
  UNION ALL
  SELECT 'within', l.* FROM (SELECT ${COLUMNS} FROM log_event
    WHERE stream_id = $1 AND foldable AND at BETWEEN $3 AND $4) AS l
  UNION ALL
  SELECT 'after', l.* FROM (SELECT ${COLUMNS} FROM log_event
    WHERE stream_id = $1 AND foldable AND at > $4 AND at <= $5 ORDER BY at, event_id LIMIT ${CONTEXT_LINES}) AS l`
const TIME_AFTER = `
  SELECT (extract(epoch FROM at) * 1000)::float8 AS "atMs" FROM log_event
  WHERE stream_id = $1 AND foldable AND at >= $2 ORDER BY at OFFSET ${CONTEXT_LINES} LIMIT 1`

/** Reads what is stored around the new lines of streams, by stream. */
export async function readAround(
  client: pg.ClientBase,
  stretches: readonly NewStretch[],
): Promise<Map<number, StoredAround>> {
  const rows = await selectRows<Row>(client, AROUND, [
    stretches.map(({ streamId }) => streamId),
    stretches.map(({ first }) => new Date(first.atMs)),
    stretches.map(({ first }) => Buffer.from(first.eventId)),
    stretches.map(({ last }) => new Date(last.atMs)),
    stretches.map(({ last }) => Buffer.from(last.eventId)),
  ])
  const byStream = new Map<number, Row[]>(stretches.map(({ streamId }) => [streamId, []]))
  for (const row of rows) byStream.get(row.streamId)?.push(row)
  const around = new Map<number, StoredAround>()
  for (const { streamId, lines } of stretches) {
    const own = byStream.get(streamId) ?? []
    const tail = own.filter(({ part }) => part === 'tail')
    around.set(streamId, {
      head: own.filter(({ part }) => part === 'head').map(lineOf),
      lines: tail.reverse().map(lineOf),
      isWhole: tail.length < TAIL_LINES,
      nextAtMs: own.find(({ part }) => part === 'next')?.atMs ?? null,
      isContiguous: own.find(({ part }) => part === 'between')?.atMs === lines,
    })
  }
  return around
}

/** Reads the stored lines of one stream from `fromMs` to `toMs`, both included, with their context and the stream's head. */
export async function readStretch(client: pg.ClientBase, stretch: Stretch): Promise<StoredStretch> {
  const { streamId, fromMs, toMs, contextMs } = stretch
  const times = [fromMs - contextMs, fromMs, toMs, toMs + contextMs].map((atMs) => new Date(atMs))
  const rows = await selectRows<Row>(client, STRETCH, [streamId, ...times])
  const countOf = (part: string) => rows.filter((row) => row.part === part).length
  return {
    head: rows.filter(({ part }) => part === 'head').map(lineOf),
    lines: rows.filter(({ part }) => part !== 'head').map(lineOf),
    isCutBefore: countOf('before') === CONTEXT_LINES,
    isCutAfter: countOf('after') === CONTEXT_LINES,
  }
}

/** The time by which a stream has some thousand rows that can matter, from a time on; null when it has fewer. */
export async function readTimeAfter(client: pg.ClientBase, streamId: number, fromMs: number): Promise<number | null> {
  const rows = await selectRows<{ atMs: number }>(client, TIME_AFTER, [streamId, new Date(fromMs)])
  return rows[0]?.atMs ?? null
}

function lineOf({ atMs, eventId, message }: Row): StreamLine {
  return { atMs, eventId: unpackEventId(eventId, atMs), line: parseLogLine(message) }
}

/** Whether a line can change an invocation: what a function wrote cannot, unless it is an error that nothing caught. */
export function mattersToFolding({ line }: StreamLine): boolean {
  return line.kind !== 'app' || line.unhandledError !== null
}
