import type pg from 'pg'
import { parseSegment } from '@/lib/domain/traces/parse-segment'
import type { Segment } from '@/lib/domain/traces/segment'
import { unpackDocuments } from '@/lib/server/blocks/pack-documents'
import { selectRows } from '@/lib/server/db'
import { jsonOf } from '@/lib/sync/aws/parse-values'
import type { LogEventRecord } from '@/lib/sync/aws/read-event-page'
import { addTraces } from '@/lib/sync/store/add-traces'
import { type ReadTrace, readTrace, storeTraceDocuments } from '@/lib/sync/store/store-trace-documents'
import type { TimeRange } from '@/lib/sync/time-ranges'

/** A span with its record's text, and when it began as far as that can be believed. */
type ReadSpan = { segment: Segment; text: string; startedAtMs: number }
/** The spans of one page by the ID of their trace. */
export type SpansByTrace = ReadonlyMap<string, readonly ReadSpan[]>

type StoredTrace = { id: string; revision: number; isPartial: boolean; startedAtMs: number; body: Buffer | null }

const DAY_MS = 86_400_000
/** The documents of all traces of a batch are in memory together. */
const TRACES_AT_ONCE = 200
/** Each page with a span of a trace packs all of its spans again: one that never ends would cost more and more. */
const MOST_SPANS = 5_000
const STORED = `
  SELECT t.id, t.revision, t.is_partial AS "isPartial", (extract(epoch FROM t.started_at) * 1000)::float8 AS "startedAtMs", d.body
  FROM trace t LEFT JOIN trace_documents d ON d.account_region_id = t.account_region_id AND d.trace_id = t.id
  WHERE t.account_region_id = $1 AND t.id = ANY($2) AND NOT t.limit_exceeded ORDER BY t.id`
/* Whatever is missing comes with the log group's next lines, not from X-Ray. */
const SETTLE = `
  UPDATE trace t SET fetch_after = NULL, annotations = r.annotations
  FROM jsonb_to_recordset($2::jsonb) AS r(id text, started_at timestamptz, annotations jsonb)
  WHERE t.account_region_id = $1 AND t.id = r.id AND t.started_at = r.started_at`

/** Parses the records of a page of aws/spans; what is no span of a trace is left out. */
export function readSpanRecords(events: readonly LogEventRecord[]): SpansByTrace {
  const byTrace = new Map<string, ReadSpan[]>()
  for (const { message, atMs } of events) {
    const segment = parseSegment(message)
    if (segment === null || segment.traceId === null) continue
    const startMs = segment.startMs ?? atMs
    const startedAtMs = Math.abs(startMs - atMs) <= DAY_MS ? Math.round(startMs) : atMs
    const spans = byTrace.get(segment.traceId)
    if (spans) spans.push({ segment, text: message, startedAtMs })
    else byTrace.set(segment.traceId, [{ segment, text: message, startedAtMs }])
  }
  return byTrace
}

/** The days under which traces with these spans may be kept; null when there are none. */
export function daysOfSpans(byTrace: SpansByTrace): TimeRange | null {
  const starts = [...byTrace.values()].flat().map(({ startedAtMs }) => startedAtMs)
  if (starts.length === 0) return null
  const least = starts.reduce((a, b) => Math.min(a, b))
  const most = starts.reduce((a, b) => Math.max(a, b))
  return { fromMs: least - DAY_MS, toMs: most + DAY_MS }
}

/**
 * Adds a page of spans to the traces that they belong to, and sums those up again from all that is known of them. A span
 * that is there already changes nothing, one that has ended replaces what was written when it began. A trace that reaches
 * mostSpans is marked as cut, and gets no more. Within the caller's transaction; the partitions of daysOfSpans must exist.
 * Returns the number of spans that are new or have ended.
 */
export async function storeSpans(
  client: pg.ClientBase,
  accountRegionId: number,
  byTrace: SpansByTrace,
  nowMs: number,
  mostSpans = MOST_SPANS,
): Promise<number> {
  // By ID, as batches hold the traces that other account-regions know of until all are stored.
  const traces = [...byTrace].sort(([left], [right]) => (left < right ? -1 : 1))
  let added = 0
  for (let at = 0; at < traces.length; at += TRACES_AT_ONCE) {
    added += await storeBatch(client, accountRegionId, new Map(traces.slice(at, at + TRACES_AT_ONCE)), {
      nowMs,
      mostSpans,
    })
  }
  return added
}

async function storeBatch(
  client: pg.ClientBase,
  accountRegionId: number,
  byTrace: SpansByTrace,
  { nowMs, mostSpans }: { nowMs: number; mostSpans: number },
): Promise<number> {
  const found = [...byTrace].map(([id, spans]) => {
    const startedAtMs = spans.reduce((least, span) => Math.min(least, span.startedAtMs), Number.POSITIVE_INFINITY)
    return { id, startedAtMs }
  })
  await addTraces(client, accountRegionId, found)
  const stored = await selectRows<StoredTrace>(client, STORED, [accountRegionId, [...byTrace.keys()]])
  const changed: ReadTrace[] = []
  let added = 0
  for (const { body, ...due } of stored) {
    const known = new Map(body === null ? [] : unpackDocuments(body).map(withId))
    const { more, isCut } = addSpans(known, byTrace.get(due.id) ?? [], mostSpans)
    if (more === 0 && !isCut) continue
    added += more
    const segments = [...known].map(([id, { text }]) => ({ id, document: text }))
    changed.push(readTrace(due, { id: due.id, limitExceeded: isCut, segments }))
  }
  await storeTraceDocuments(client, accountRegionId, changed, nowMs)
  const settled = changed.map(({ due, segments, startedAtMs }) => {
    return { id: due.id, started_at: new Date(startedAtMs).toISOString(), annotations: annotationsOf(segments) }
  })
  await client.query(SETTLE, [accountRegionId, JSON.stringify(settled)])
  return added
}

type Known = { text: string; ended: boolean }

/** A stored document by its segment's ID; what is none is kept under its text. */
function withId(text: string): [string, Known] {
  const segment = parseSegment(text)
  return [segment?.id ?? text, { text, ended: segment === null || !segment.inProgress }]
}

function addSpans(
  known: Map<string, Known>,
  spans: readonly ReadSpan[],
  mostSpans: number,
): { more: number; isCut: boolean } {
  let more = 0
  for (const { segment, text } of spans) {
    const before = known.get(segment.id)
    const ended = !segment.inProgress
    if (before !== undefined && (before.ended || !ended)) continue
    if (before === undefined && known.size >= mostSpans) return { more, isCut: true }
    known.set(segment.id, { text, ended })
    more += 1
  }
  return { more, isCut: false }
}

/** The annotations of a trace as X-Ray's summaries have them: the first value of each. */
function annotationsOf(segments: readonly Segment[]): unknown {
  const annotations: Record<string, unknown> = {}
  for (const segment of segments) {
    for (const [key, value] of Object.entries(segment.annotations)) {
      if (!(key in annotations) && ['string', 'number', 'boolean'].includes(typeof value)) annotations[key] = value
    }
  }
  return Object.keys(annotations).length === 0 ? null : jsonOf(annotations)
}
