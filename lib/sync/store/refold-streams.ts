import type pg from 'pg'
import { compareStreamLines } from '@/lib/domain/logs/compare-stream-lines'
import { foldStream } from '@/lib/domain/logs/fold-stream'
import type { FoldedInvocation } from '@/lib/domain/logs/folded-invocation'
import { selectRows } from '@/lib/server/db'
import { addPackedLines, readPackedFirsts } from '@/lib/sync/store/add-packed-lines'
import type { TouchedStream } from '@/lib/sync/store/intern-streams'
import { invocationRow } from '@/lib/sync/store/invocation-rows'
import type { LogPageContext } from '@/lib/sync/store/log-page-context'
import { readMargins } from '@/lib/sync/store/read-margins'
import type { TouchedMinute } from '@/lib/sync/store/roll-up'
import { readStretch, type StoredStretch } from '@/lib/sync/store/stored-lines'
import { HEAD_LINES } from '@/lib/sync/store/stream-tail'
import { type ReplacedStretch, replaceInvocations } from '@/lib/sync/store/write-invocations'

/* The next line after the new ones, where nothing is older than them: until now it was the first of its stream. */
const FORMER_FIRST = `
  SELECT t.stream_id AS "streamId", (extract(epoch FROM next.at) * 1000)::float8 AS "atMs"
  FROM unnest($1::int4[], $2::timestamptz[], $3::timestamptz[]) AS t(stream_id, first, last)
  CROSS JOIN LATERAL (
    SELECT min(at) AS at FROM log_event e WHERE e.stream_id = t.stream_id AND e.at > t.last AND e.foldable
  ) AS next
  WHERE next.at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM log_event e WHERE e.stream_id = t.stream_id AND e.at < t.first AND e.foldable)`
/* What an environment says while it initialises belongs to the next attempt, however much later that begins. */
const NEXT_BEGUN = `
  SELECT t.stream_id AS "streamId", (extract(epoch FROM max(next.started_at)) * 1000)::float8 AS "atMs"
  FROM unnest($1::int4[], $2::timestamptz[]) AS t(stream_id, last)
  CROSS JOIN LATERAL (
    SELECT started_at FROM invocation i WHERE i.stream_id = t.stream_id AND i.started_at > t.last
    ORDER BY started_at LIMIT 2
  ) AS next
  GROUP BY t.stream_id`

/* A retry has the request ID of an older attempt, of at most six hours before: which of the two a line belongs to may
   change for both. What the lines name is looked up once a stream, not once for each of its invocations. */
const NAMED_BEFORE = `
  SELECT t.stream_id AS "streamId", (extract(epoch FROM named.at) * 1000)::float8 AS "atMs"
  FROM unnest($1::int4[], $2::timestamptz[], $3::timestamptz[]) AS t(stream_id, first, last)
  CROSS JOIN LATERAL (
    SELECT min(i.started_at) AS at FROM invocation i
    WHERE i.stream_id = t.stream_id AND i.started_at < t.first AND i.started_at > t.first - interval '7 hours'
      AND i.request_id::text IN (
        SELECT e.request_id::text FROM log_event e
        WHERE e.stream_id = t.stream_id AND e.at BETWEEN t.first AND t.last AND e.foldable
      )
  ) AS named
  WHERE named.at IS NOT NULL`

/**
 * Folds the stretches around new lines again, from the stored lines, so that late, repeated and unordered lines end in
 * the same invocations. An invocation lasts at most its function's timeout, therefore one that starts within `margin` of
 * a new line is replaced, and lines are read `margin` further on both sides, so that each of those is seen whole. One
 * stream at a time, and no more than some thousand lines on each side of the new ones. Answers the minutes that changed.
 */
export async function refoldStreams(
  client: pg.ClientBase,
  context: LogPageContext,
  touched: readonly TouchedStream[],
): Promise<TouchedMinute[]> {
  const known = touched.filter(({ stream }) => stream.functionId !== null)
  if (known.length === 0) return []
  const margins = await readMargins(client, new Set(known.map(({ stream }) => stream.functionId ?? 0)))
  const minutes: TouchedMinute[] = []
  for (const touch of await widenToNext(client, known)) {
    const marginMs = margins.get(touch.stream.functionId ?? 0) ?? 0
    const { id: streamId } = touch.stream
    const { fromMs, toMs } = touch
    const around = { streamId, fromMs, toMs, contextMs: 2 * marginMs }
    const stored = await addPackedLines(client, around, await readStretch(client, around))
    const folded = foldStretch(stored, fromMs - 2 * marginMs)
    const stretch = clip({ streamId, fromMs: fromMs - marginMs, toMs: toMs + marginMs }, touch, stored, folded)
    const rows = folded
      .filter(({ startedAtMs }) => startedAtMs >= stretch.fromMs && startedAtMs <= stretch.toMs)
      .map((invocation) => invocationRow(context, touch.stream, invocation))
    minutes.push(...(await replaceInvocations(client, context.group.accountRegionId, [stretch], rows)))
  }
  return minutes
}

/** Folds the lines from a time on, or from where their context was cut; what is older is the head of the stream. */
function foldStretch({ head, lines, isCutBefore }: StoredStretch, fromMs: number): FoldedInvocation[] {
  const sorted = [...head, ...lines].sort(compareStreamLines)
  const cut = isCutBefore ? [...lines].sort(compareStreamLines)[0] : undefined
  const at = sorted.findIndex(
    (line) => line.atMs >= fromMs && (cut === undefined || compareStreamLines(line, cut) >= 0),
  )
  return at < 0 ? [] : foldStream(sorted.slice(at), sorted.slice(0, Math.min(at, HEAD_LINES)))
}

/** Where the context is cut, what may not be seen whole is left as it is: the first attempt, and what is open at the end. */
function clip(
  stretch: ReplacedStretch,
  touch: TouchedStream,
  { lines, isCutBefore, isCutAfter }: StoredStretch,
  folded: readonly FoldedInvocation[],
): ReplacedStretch {
  if (!isCutBefore && !isCutAfter) return stretch
  const ids = new Set(lines.map(({ eventId }) => eventId))
  const begun = folded.filter(({ startEventId }) => ids.has(startEventId))
  const first = begun[0]
  const fromMs = isCutBefore ? Math.max(stretch.fromMs, (first?.startedAtMs ?? touch.toMs) + 1) : stretch.fromMs
  const cut = begun.find(
    ({ startedAtMs, closed }, at) => startedAtMs > touch.toMs && (!closed || at === begun.length - 1),
  )
  const toMs = isCutAfter ? Math.min(stretch.toMs, (cut?.startedAtMs ?? touch.toMs + 1) - 1) : stretch.toMs
  return { ...stretch, fromMs, toMs }
}

/** Makes a stretch reach to the attempts after the new lines, and back to those that they name. */
async function widenToNext(
  client: pg.ClientBase,
  touched: readonly TouchedStream[],
): Promise<readonly TouchedStream[]> {
  const rows = await selectRows<{ streamId: number; atMs: number }>(client, FORMER_FIRST, [
    touched.map(({ stream }) => stream.id),
    touched.map(({ fromMs }) => new Date(fromMs)),
    touched.map(({ toMs }) => new Date(toMs)),
  ])
  const next = new Map(rows.map(({ streamId, atMs }) => [streamId, atMs]))
  const streamIds = touched.map(({ stream }) => stream.id)
  for (const [streamId, atMs] of await readPackedFirsts(client, streamIds)) {
    const isFirst = touched.some(({ stream, fromMs }) => stream.id === streamId && atMs >= fromMs)
    next.set(streamId, isFirst ? Math.min(atMs, next.get(streamId) ?? atMs) : 0)
  }
  const begun = await selectRows<{ streamId: number; atMs: number }>(client, NEXT_BEGUN, [
    streamIds,
    touched.map(({ toMs }) => new Date(toMs)),
  ])
  for (const { streamId, atMs } of begun) next.set(streamId, Math.max(atMs, next.get(streamId) ?? 0))
  const named = await selectRows<{ streamId: number; atMs: number }>(client, NAMED_BEFORE, [
    streamIds,
    touched.map(({ fromMs }) => new Date(fromMs)),
    touched.map(({ toMs }) => new Date(toMs)),
  ])
  const before = new Map(named.map(({ streamId, atMs }) => [streamId, atMs]))
  return touched.map((touch) => ({
    ...touch,
    fromMs: Math.min(touch.fromMs, before.get(touch.stream.id) ?? touch.fromMs),
    toMs: Math.max(touch.toMs, next.get(touch.stream.id) ?? 0),
  }))
}
