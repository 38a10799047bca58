import type { LogLine } from '@/lib/contracts/invocations'
import { levelOfCode } from '@/lib/domain/logs/log-level-code'
import type { StoredLine } from '@/lib/server/blocks/log-block'
import { compareKeys, lineKey, readPackedLines } from '@/lib/server/blocks/read-packed-lines'
import { type Db, selectRows } from '@/lib/server/db'

/** An attempt in its log stream. nextAtMs: the next START in the stream; repeatedAtMs: the next of the same request. */
export type AttemptInStream = {
  streamId: number
  requestId: string
  atMs: number
  endedAtMs: number | null
  initMs: number | null
  coldStart: boolean
  nextAtMs: number | null
  repeatedAtMs: number | null
  previousEndMs: number | null
}

type Row = Omit<StoredLine, 'foldable'>

const MOST_LINES = 5_000
const MINUTE = 60_000
const LONGEST_RUN_MS = 15 * MINUTE
// A crash or an extension speaks shortly after the REPORT.
const LAST_WORDS_MS = 1_000

/**
 * The log lines of one attempt alone, in stream order: those that name its request, those that name none while it was
 * the one that ran (a stream is one environment, so that tracebacks and plain output are its own), and for a cold start
 * those of the init phase before it. 5,000 at most; truncated says that there are more.
 */
export async function listInvocationLines(
  db: Db,
  attempt: AttemptInStream,
): Promise<{ lines: LogLine[]; truncated: boolean }> {
  const { streamId, requestId, atMs, repeatedAtMs } = attempt
  const endMs = attempt.endedAtMs ?? attempt.nextAtMs ?? atMs + LONGEST_RUN_MS
  const fromMs = attempt.coldStart ? initFrom(attempt) : atMs
  const anonymousToMs = Math.min(endMs + LAST_WORDS_MS, (attempt.nextAtMs ?? Number.POSITIVE_INFINITY) - 1)
  const ownToMs = Math.min(endMs + LONGEST_RUN_MS, (repeatedAtMs ?? Number.POSITIVE_INFINITY) - 1)
  const rows = await selectRows<Row>(
    db.pool,
    `select stream_id as "streamId", (extract(epoch from at) * 1000)::float8 as "atMs", event_id as "eventId", message, level,
            request_id as "requestId" from log_event
      where stream_id = $1 and at >= $2 and at <= $3
        and (request_id = $4 or (request_id is null and at <= $5))
      order by at, event_id limit $6`,
    [streamId, new Date(fromMs), new Date(ownToMs), requestId, new Date(anonymousToMs), MOST_LINES + 1],
  )
  const isOwn = (line: Row) => line.requestId === requestId || (line.requestId === null && line.atMs <= anonymousToMs)
  const packed = (await readPackedLines(db.pool, [{ streamId, fromMs, toMs: ownToMs }])).filter(isOwn)
  const all = mergeLines(rows, packed)
  const lines = withoutStrangers(all, attempt)
  return { lines: lines.slice(0, MOST_LINES), truncated: all.length > MOST_LINES }
}

/** A line that was packed between the two reads is in both. */
function mergeLines(rows: readonly Row[], packed: readonly Row[]): Row[] {
  if (packed.length === 0) return [...rows]
  const byKey = new Map([...packed, ...rows].map((line) => [lineKey(line), line]))
  return [...byKey.values()].sort(compareKeys).slice(0, MOST_LINES + 1)
}

function initFrom({ atMs, initMs, previousEndMs }: AttemptInStream): number {
  return Math.max(atMs - (initMs ?? 0) - MINUTE, previousEndMs === null ? 0 : previousEndMs + 1)
}

/** Where requests interleave only their IDs tell lines apart; before the START only an init phase belongs to a request. */
function withoutStrangers(rows: readonly Row[], attempt: AttemptInStream): LogLine[] {
  const { nextAtMs, endedAtMs, previousEndMs, atMs, coldStart, requestId } = attempt
  const interleaved =
    (nextAtMs !== null && endedAtMs !== null && nextAtMs < endedAtMs) ||
    (previousEndMs !== null && previousEndMs > atMs)
  const start = rows.findIndex((row) => row.requestId === requestId)
  const kept = rows.filter((row, at) => row.requestId !== null || (!interleaved && (coldStart || at > start)))
  return kept.map(({ atMs, message, level }) => ({ atMs, message, level: levelOfCode(level) }))
}
