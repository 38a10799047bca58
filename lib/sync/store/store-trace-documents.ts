import type pg from 'pg'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { parseSegment } from '@/lib/domain/traces/parse-segment'
import type { Segment } from '@/lib/domain/traces/segment'
import { summariseTrace } from '@/lib/domain/traces/summarise-trace'
import { BinaryCopyEncoder } from '@/lib/server/copy/binary-copy-encoder'
import { copyRows } from '@/lib/server/copy/copy-rows'
import type { TraceDocuments } from '@/lib/sync/aws/batch-get-traces'

export type DueTrace = { id: string; revision: number; isPartial: boolean; startedAtMs: number }
/** A trace with its parsed documents; documents that are not segments are kept as text alone. */
export type ReadTrace = { due: DueTrace; documents: TraceDocuments; segments: Segment[]; startedAtMs: number }

const DROP_SEGMENTS = 'DELETE FROM segment WHERE trace_id = $2 AND account_region_id = $1'
const DROP_FUNCTIONS = 'DELETE FROM trace_function WHERE trace_id = $2 AND account_region_id = $1'
const STORE_TRACE = `
  UPDATE trace SET started_at = $3, duration_ms = $4, response_ms = $5, has_error = $6, has_fault = $7, has_throttle = $8,
    entry_point = coalesce($9, entry_point), http_method = coalesce($10, http_method), http_url = coalesce($11, http_url),
    http_status = coalesce($12, http_status), function_names = $13, span_count = $14, complete = $15, limit_exceeded = $16,
    documents_revision = $17, fetched_at = $18, fetch_after = $19
  WHERE account_region_id = $1 AND id = $2`
const STORE_FUNCTIONS = `
  INSERT INTO trace_function (account_region_id, function_id, started_at, trace_id, request_id)
  SELECT DISTINCT $1::int4, f.id, $3::timestamptz, $2, r.request_id
  FROM jsonb_to_recordset($4::jsonb) AS r(name text, request_id text)
  JOIN lambda_function f ON f.account_region_id = $1 AND f.name = r.name`
const FETCH_UNTIL_MS = 3_600_000
const LEAST_DELAY_MS = 10_000
/** Documents that claim to have begun further away from what X-Ray says are not believed. */
const BELIEVED_SHIFT_MS = 86_400_000

/** Parses the documents of a trace and finds its start, which is also the day under which its segments are kept. */
export function readTrace(due: DueTrace, documents: TraceDocuments): ReadTrace {
  const segments = documents.segments
    .map(({ document }) => parseSegment(document))
    .filter((segment) => segment !== null)
  const startMs = segments.length === 0 ? due.startedAtMs : Math.round(summariseTrace(segments).startMs)
  const believed = Math.abs(startMs - due.startedAtMs) <= BELIEVED_SHIFT_MS
  return { due, documents, segments, startedAtMs: believed ? startMs : due.startedAtMs }
}

/** When the documents have to be read again: not once they are complete, or after an hour; else at growing distances. */
export function nextFetch(
  trace: { complete: boolean; isPartial: boolean; startedAtMs: number },
  nowMs: number,
): number | null {
  const ageMs = nowMs - trace.startedAtMs
  if ((trace.complete && !trace.isPartial) || ageMs > FETCH_UNTIL_MS) return null
  return nowMs + Math.max(LEAST_DELAY_MS, Math.round(ageMs / 4))
}

/**
 * Replaces all documents of one trace, and computes from them what lists and functions show of it. Within the caller's
 * transaction; the partition of the day on which the trace started must exist.
 */
export async function storeTraceDocuments(
  client: pg.ClientBase,
  accountRegionId: number,
  { due, documents, segments, startedAtMs }: ReadTrace,
  nowMs: number,
): Promise<void> {
  const summary = summariseTrace(segments)
  const key = [accountRegionId, due.id]
  await client.query(DROP_SEGMENTS, key)
  const columns = '(account_region_id, trace_id, segment_id, started_at, document)'
  await copyRows(client, `segment ${columns}`, encodeSegments(accountRegionId, due.id, startedAtMs, documents))
  const fetchAfterMs = nextFetch({ ...due, complete: summary.complete, startedAtMs }, nowMs)
  await client.query(STORE_TRACE, [
    ...[...key, new Date(startedAtMs), summary.durationMs, summary.responseMs],
    ...[summary.hasError, summary.hasFault, summary.hasThrottle],
    ...[summary.entryPoint, summary.httpMethod, summary.httpUrl, wholeNumber(summary.httpStatus)].map(withoutNul),
    ...[summary.functions.map(withoutNul), summary.spanCount, summary.complete, documents.limitExceeded],
    ...[due.revision, new Date(nowMs), fetchAfterMs === null ? null : new Date(fetchAfterMs)],
  ])
  await client.query(DROP_FUNCTIONS, key)
  await client.query(STORE_FUNCTIONS, [...key, new Date(startedAtMs), JSON.stringify(findFunctions(segments))])
}

/** Which functions took part, and as which requests; request_id '' where the trace does not tell. */
function findFunctions(segments: readonly Segment[]): { name: string; request_id: string }[] {
  const pairs = new Map<string, { name: string; request_id: string }>()
  for (const { functionName, requestId } of buildTree(segments).spans) {
    if (functionName === null) continue
    const pair = { name: withoutNul(functionName), request_id: withoutNul(requestId ?? '') }
    pairs.set(JSON.stringify(pair), pair)
  }
  const known = new Set([...pairs.values()].filter((pair) => pair.request_id !== '').map(({ name }) => name))
  return [...pairs.values()].filter((pair) => pair.request_id !== '' || !known.has(pair.name))
}

function encodeSegments(
  accountRegionId: number,
  traceId: string,
  startedAtMs: number,
  documents: TraceDocuments,
): BinaryCopyEncoder {
  const rows = new BinaryCopyEncoder(5)
  // The same segment may be on two pages: the later one is the newer.
  const newest = new Map(documents.segments.map(({ id, document }) => [id, document]))
  for (const [id, document] of newest) {
    rows.row()
    rows.int4(accountRegionId)
    rows.text(traceId)
    rows.text(id)
    rows.timestamptz(startedAtMs)
    rows.text(document)
  }
  return rows
}

function withoutNul<Value>(value: Value): Value | string {
  return typeof value === 'string' ? value.replaceAll('\0', '') : value
}

function wholeNumber(value: number | null): number | null {
  return value !== null && Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? value : null
}
