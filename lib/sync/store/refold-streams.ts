import { createHash } from 'node:crypto'
import type pg from 'pg'
import { compareStreamLines } from '@/lib/domain/logs/compare-stream-lines'
import { foldStream } from '@/lib/domain/logs/fold-stream'
import type { FoldedInvocation, StreamLine } from '@/lib/domain/logs/folded-invocation'
import { unpackEventId } from '@/lib/domain/logs/pack-event-id'
import { parseLogLine } from '@/lib/domain/logs/parse-log-line'
import { selectRows } from '@/lib/server/db'
import { addPackedLines, HEAD_LINES, readPackedFirsts } from '@/lib/sync/store/add-packed-lines'
import type { LogGroupRef, StreamRef, TouchedStream } from '@/lib/sync/store/intern-streams'
import { replaceInvocations, type StreamInvocation } from '@/lib/sync/store/replace-invocations'

const MARGIN_MS = 5 * 60_000
const DEFAULT_TIMEOUT_S = 900
const TIMEOUTS = 'SELECT id, timeout_s AS "timeoutS" FROM lambda_function WHERE id = ANY($1)'
/* The next line after the new ones, where nothing is older than them: until now it was the first of its stream. */
const FORMER_FIRST = `
  SELECT t.stream_id AS "streamId", (extract(epoch FROM next.at) * 1000)::float8 AS "atMs"
  FROM unnest($1::int4[], $2::timestamptz[], $3::timestamptz[]) AS t(stream_id, first, last)
  CROSS JOIN LATERAL (
    SELECT min(at) AS at FROM log_event e WHERE e.stream_id = t.stream_id AND e.at > t.last AND e.foldable
  ) AS next
  WHERE next.at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM log_event e WHERE e.stream_id = t.stream_id AND e.at < t.first AND e.foldable)`
/* The head of a stream tells how its environment began, wherever in it the stretch lies. */
const LINES = `
  SELECT t.stream_id AS "streamId", (extract(epoch FROM e.at) * 1000)::float8 AS "atMs", e.event_id AS "eventId", e.message
  FROM unnest($1::int4[], $2::timestamptz[], $3::timestamptz[]) AS t(stream_id, lo, hi)
  CROSS JOIN LATERAL (
    SELECT at, event_id, message FROM log_event
    WHERE stream_id = t.stream_id AND at BETWEEN t.lo AND t.hi AND foldable
    UNION
    (SELECT at, event_id, message FROM log_event WHERE stream_id = t.stream_id AND foldable ORDER BY at, event_id LIMIT ${HEAD_LINES})
  ) AS e`

/**
 * Folds the stretches around new lines again, from the stored lines, so that late, repeated and unordered lines end in
 * the same invocations. An invocation lasts at most its function's timeout, therefore one that starts within `margin` of
 * a new line is replaced, and lines are read `margin` further on both sides, so that each of those is seen whole.
 */
export async function refoldStreams(
  client: pg.ClientBase,
  { group, groupKey }: { group: LogGroupRef; groupKey: string },
  touched: readonly TouchedStream[],
): Promise<void> {
  const known = touched.filter(({ stream }) => stream.functionId !== null)
  if (known.length === 0) return
  const margins = await readMargins(client, known)
  const stretches = (await widenToFormerFirst(client, known)).map((touch) => {
    const marginMs = margins.get(touch.stream.functionId ?? 0) ?? DEFAULT_TIMEOUT_S * 1000 + MARGIN_MS
    return { stream: touch.stream, marginMs, fromMs: touch.fromMs - marginMs, toMs: touch.toMs + marginMs }
  })
  const lines = await readLines(client, stretches)
  const invocations: StreamInvocation[] = []
  for (const { stream, fromMs, toMs } of stretches) {
    const own = (lines.get(stream.id) ?? []).sort(compareStreamLines)
    for (const invocation of foldStream(own)) {
      if (invocation.startedAtMs < fromMs || invocation.startedAtMs > toMs) continue
      invocations.push({ ...describe(stream, invocation), key: invocationKey(groupKey, stream, invocation) })
    }
  }
  await replaceInvocations(client, group, stretches, invocations)
}

function describe(stream: StreamRef, invocation: FoldedInvocation) {
  const version = invocation.version ?? stream.version ?? ''
  return { ...invocation, version, streamId: stream.id, functionId: stream.functionId ?? 0 }
}

/** Stays the same however often and on whatever database the lines are folded. */
function invocationKey(groupKey: string, stream: StreamRef, { startEventId }: FoldedInvocation): Uint8Array {
  return createHash('sha1').update(`${groupKey}\n${stream.name}\n${startEventId}`).digest().subarray(0, 8)
}

async function readMargins(client: pg.ClientBase, touched: readonly TouchedStream[]): Promise<Map<number, number>> {
  const ids = [...new Set(touched.map(({ stream }) => stream.functionId))]
  const rows = await selectRows<{ id: number; timeoutS: number | null }>(client, TIMEOUTS, [ids])
  return new Map(rows.map(({ id, timeoutS }) => [id, (timeoutS ?? DEFAULT_TIMEOUT_S) * 1000 + MARGIN_MS]))
}

async function widenToFormerFirst(
  client: pg.ClientBase,
  touched: readonly TouchedStream[],
): Promise<readonly TouchedStream[]> {
  const rows = await selectRows<{ streamId: number; atMs: number }>(client, FORMER_FIRST, rangeColumns(touched))
  const next = new Map(rows.map(({ streamId, atMs }) => [streamId, atMs]))
  const streamIds = touched.map(({ stream }) => stream.id)
  for (const [streamId, atMs] of await readPackedFirsts(client, streamIds)) {
    const isFirst = touched.some(({ stream, fromMs }) => stream.id === streamId && atMs >= fromMs)
    next.set(streamId, isFirst ? Math.min(atMs, next.get(streamId) ?? atMs) : 0)
  }
  return touched.map((touch) => ({ ...touch, toMs: Math.max(touch.toMs, next.get(touch.stream.id) ?? 0) }))
}

async function readLines(
  client: pg.ClientBase,
  stretches: readonly (TouchedStream & { marginMs: number })[],
): Promise<Map<number, StreamLine[]>> {
  const read = stretches.map(({ stream, marginMs, fromMs, toMs }) => {
    return { stream, fromMs: fromMs - marginMs, toMs: toMs + marginMs }
  })
  type Row = { streamId: number; atMs: number; eventId: Uint8Array; message: string }
  const byStream = new Map<number, StreamLine[]>()
  for (const { streamId, atMs, eventId, message } of await selectRows<Row>(client, LINES, rangeColumns(read))) {
    const lines = byStream.get(streamId) ?? []
    byStream.set(streamId, lines)
    lines.push({ atMs, eventId: unpackEventId(eventId, atMs), line: parseLogLine(message) })
  }
  const ranges = read.map(({ stream, fromMs, toMs }) => ({ streamId: stream.id, fromMs, toMs }))
  await addPackedLines(client, ranges, byStream)
  return byStream
}

function rangeColumns(ranges: readonly TouchedStream[]): [number[], Date[], Date[]] {
  return [
    ranges.map(({ stream }) => stream.id),
    ranges.map(({ fromMs }) => new Date(fromMs)),
    ranges.map(({ toMs }) => new Date(toMs)),
  ]
}
