import type pg from 'pg'
import { storableText } from '@/lib/domain/storable-text'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { indexTrace } from '@/lib/domain/traces/facts/index-trace'
import { readTraceFacts } from '@/lib/domain/traces/facts/read-trace-facts'
import { parseSegment } from '@/lib/domain/traces/parse-segment'
import type { Segment } from '@/lib/domain/traces/segment'
import { summariseTrace } from '@/lib/domain/traces/summarise-trace'
import { packDocuments } from '@/lib/server/blocks/pack-documents'
import type { TraceDocuments } from '@/lib/sync/aws/batch-get-traces'
import { holdTraces } from '@/lib/sync/store/hold-traces'
import { mergeTerms } from '@/lib/sync/store/merge-terms-sql'
import { type KeptOutline, outlineTraces } from '@/lib/sync/store/outline-traces'
import { readAccountId } from '@/lib/sync/store/read-account-id'
import { storeTraceGraphs } from '@/lib/sync/store/store-trace-graphs'

export type DueTrace = { id: string; revision: number; isPartial: boolean; startedAtMs: number }
/**
 * A trace with its documents, one of each ID and in the order of IDs, and those that are segments parsed; what is no segment
 * is kept as text alone.
 */
export type ReadTrace = {
  due: DueTrace
  limitExceeded: boolean
  texts: string[]
  segments: Segment[]
  startedAtMs: number
}

const DROP_DOCUMENTS = 'DELETE FROM trace_documents WHERE account_region_id = $1 AND trace_id = ANY($2)'
const STORE_DOCUMENTS = `
  INSERT INTO trace_documents (account_region_id, trace_id, started_at, names, body, outline, outline_with)
  SELECT $1, d.trace_id, d.started_at, ARRAY(SELECT jsonb_array_elements_text(d.names)), d.body, d.outline, d.outline_with
  FROM unnest($2::text[], $3::timestamptz[], $4::jsonb[], $5::bytea[], $6::bytea[], $7::text[])
    AS d(trace_id, started_at, names, body, outline, outline_with)`
const DROP_FUNCTIONS = 'DELETE FROM trace_function WHERE account_region_id = $1 AND trace_id = ANY($2)'
/* What X-Ray has said of a trace since it was read has it read again. */
const STORE_TRACES = `
  UPDATE trace t SET started_at = r.started_at, duration_ms = r.duration_ms, response_ms = r.response_ms,
    has_error = r.has_error, has_fault = r.has_fault, has_throttle = r.has_throttle,
    entry_point = coalesce(r.entry_point, t.entry_point), http_method = coalesce(r.http_method, t.http_method),
    http_url = coalesce(r.http_url, t.http_url), http_status = coalesce(r.http_status, t.http_status),
    facts = r.facts, terms = ${mergeTerms('t.summary_terms', 'r.terms')},
    function_names = r.function_names, span_count = r.span_count, complete = r.complete, limit_exceeded = r.limit_exceeded,
    documents_revision = r.documents_revision, fetched_at = $3,
    fetch_after = CASE WHEN t.revision = r.documents_revision AND t.is_partial = r.was_partial
      THEN r.fetch_after ELSE t.fetch_after END
  FROM jsonb_to_recordset($2::jsonb) AS r(id text, known_at timestamptz, started_at timestamptz, duration_ms float8,
    response_ms float8, has_error bool, has_fault bool, has_throttle bool, entry_point text, http_method text, http_url text, http_status int4,
    facts jsonb, terms int4[], function_names text[], span_count int4, complete bool, limit_exceeded bool, documents_revision int4,
    was_partial bool, fetch_after timestamptz)
  WHERE t.account_region_id = $1 AND t.id = r.id AND t.started_at = r.known_at`
const STORE_FUNCTIONS = `
  INSERT INTO trace_function (account_region_id, function_id, started_at, trace_id, request_id)
  SELECT DISTINCT $1::int4, f.id, r.started_at, r.id, r.request_id
  FROM jsonb_to_recordset($2::jsonb) AS r(id text, started_at timestamptz, name text, request_id text)
  JOIN lambda_function f ON f.account_region_id = $1 AND f.name = r.name`
const FETCH_UNTIL_MS = 3_600_000
const LEAST_DELAY_MS = 10_000
/** Of a name, in characters: more than Lambda allows, and few enough for the index of names. */
const LONGEST_NAME = 256
/** Documents that claim to have begun further away from what X-Ray says are not believed. */
const BELIEVED_SHIFT_MS = 86_400_000

/** Parses the documents of a trace and finds its start, which is also the day under which its documents are kept. */
export function readTrace(due: DueTrace, { segments: documents, limitExceeded }: TraceDocuments): ReadTrace {
  // The same segment may be on two pages: the later one is the newer.
  const newest = new Map(documents.map(({ id, document }) => [id, document]))
  const texts = [...newest].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, document]) => document)
  const segments = texts.map(parseSegment).filter((segment) => segment !== null)
  const startMs = segments.length === 0 ? due.startedAtMs : Math.round(summariseTrace(segments).startMs)
  const believed = Math.abs(startMs - due.startedAtMs) <= BELIEVED_SHIFT_MS
  return { due, limitExceeded, texts, segments, startedAtMs: believed ? startMs : due.startedAtMs }
}

/** When the documents have to be read again: not once they are complete, or after an hour; else when the trace is twice as old, as X-Ray bills each read. */
export function nextFetch(
  trace: { complete: boolean; isPartial: boolean; startedAtMs: number },
  nowMs: number,
): number | null {
  const ageMs = nowMs - trace.startedAtMs
  if ((trace.complete && !trace.isPartial) || ageMs > FETCH_UNTIL_MS) return null
  return nowMs + Math.max(LEAST_DELAY_MS, ageMs)
}

/**
 * Replaces all documents of these traces, and computes from them what lists and functions show. Within the caller's
 * transaction; the partitions of the days on which the traces started must exist.
 */
export async function storeTraceDocuments(
  client: pg.ClientBase,
  accountRegionId: number,
  traces: readonly ReadTrace[],
  nowMs: number,
): Promise<void> {
  if (traces.length === 0) return
  const ids = traces.map(({ due }) => due.id)
  const known = await holdTraces(client, accountRegionId, ids)
  await client.query(DROP_DOCUMENTS, [accountRegionId, ids])
  const toOutline = traces.map(({ due: { id }, startedAtMs, texts, segments }) => {
    return { id, startedAtMs, documents: texts.length, segments }
  })
  const outlines = await outlineTraces(client, accountRegionId, toOutline)
  await client.query(STORE_DOCUMENTS, [accountRegionId, ...documentColumns(traces, outlines)])
  const accountId = await readAccountId(client, accountRegionId)
  const rows = traces.map((trace) => {
    return { ...describeTrace(trace, accountId, nowMs), known_at: known.get(trace.due.id)?.toISOString() ?? null }
  })
  await client.query(STORE_TRACES, [accountRegionId, JSON.stringify(rows), new Date(nowMs)])
  await client.query(DROP_FUNCTIONS, [accountRegionId, ids])
  const functions = traces.flatMap(({ due, segments, startedAtMs }) => {
    const trace = { id: due.id, started_at: new Date(startedAtMs).toISOString() }
    return findFunctions(segments).map((fn) => ({ ...trace, ...fn }))
  })
  await client.query(STORE_FUNCTIONS, [accountRegionId, JSON.stringify(functions)])
  const drawn = traces.map(({ due, segments, startedAtMs }) => ({ id: due.id, startedAtMs, segments }))
  await storeTraceGraphs(client, accountRegionId, drawn)
}

function describeTrace(
  { due, limitExceeded, segments, startedAtMs }: ReadTrace,
  accountId: string | null,
  nowMs: number,
): Record<string, unknown> {
  const summary = summariseTrace(segments)
  const fetchAfterMs = nextFetch({ ...due, complete: summary.complete, startedAtMs }, nowMs)
  return {
    id: due.id,
    started_at: new Date(startedAtMs).toISOString(),
    duration_ms: summary.durationMs,
    response_ms: summary.responseMs,
    has_error: summary.hasError,
    has_fault: summary.hasFault,
    has_throttle: summary.hasThrottle,
    entry_point: storable(summary.entryPoint),
    http_method: storable(summary.httpMethod),
    http_url: storable(summary.httpUrl),
    http_status: wholeNumber(summary.httpStatus),
    function_names: summary.functions.map((name) => storable(name.slice(0, LONGEST_NAME))),
    ...indexTrace({ ...summary, isPartial: due.isPartial }, readTraceFacts(segments, accountId)),
    span_count: summary.spanCount,
    complete: summary.complete,
    limit_exceeded: limitExceeded,
    documents_revision: due.revision,
    was_partial: due.isPartial,
    fetch_after: fetchAfterMs === null ? null : new Date(fetchAfterMs).toISOString(),
  }
}

/** Which functions took part, and as which requests; request_id '' where the trace does not tell. */
function findFunctions(segments: readonly Segment[]): { name: string; request_id: string }[] {
  const pairs = new Map<string, { name: string; request_id: string }>()
  for (const { functionName, requestId } of buildTree(segments).spans) {
    if (functionName === null) continue
    const pair = { name: storable(functionName), request_id: storable(requestId ?? '') }
    pairs.set(JSON.stringify(pair), pair)
  }
  const known = new Set([...pairs.values()].filter((pair) => pair.request_id !== '').map(({ name }) => name))
  return [...pairs.values()].filter((pair) => pair.request_id !== '' || !known.has(pair.name))
}

/** A trace that was answered without a document keeps none. */
function documentColumns(traces: readonly ReadTrace[], outlines: ReadonlyMap<string, KeptOutline>): unknown[][] {
  const rows = traces.filter(({ texts }) => texts.length > 0)
  return [
    rows.map(({ due }) => due.id),
    rows.map(({ startedAtMs }) => new Date(startedAtMs)),
    rows.map(({ segments }) => JSON.stringify([...namesOf(segments)].sort())),
    rows.map(({ texts }) => packDocuments(texts)),
    rows.map(({ due }) => outlines.get(due.id)?.outline ?? null),
    rows.map(({ due }) => outlines.get(due.id)?.outlineWith ?? ''),
  ]
}

/** What a filter by service looks for: packed documents cannot be searched. */
function namesOf(segments: readonly Segment[]): Set<string> {
  const names = new Set<string>()
  const open = [...segments]
  for (let segment = open.pop(); segment !== undefined; segment = open.pop()) {
    names.add(storable(segment.name))
    open.push(...segment.subsegments)
  }
  return names
}

function storable<Value>(value: Value): Value | string {
  return typeof value === 'string' ? storableText(value) : value
}

function wholeNumber(value: number | null): number | null {
  return value !== null && Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? value : null
}
