import type pg from 'pg'
import { factsOfSummary } from '@/lib/domain/traces/facts/facts-of-summary'
import { indexTrace } from '@/lib/domain/traces/facts/index-trace'
import type { TraceSummaryRecord } from '@/lib/sync/aws/get-trace-summaries'
import { holdTraces } from '@/lib/sync/store/hold-traces'
import { mergeTerms } from '@/lib/sync/store/merge-terms-sql'

const ROWS = `jsonb_to_recordset($2::jsonb) AS r(id text, known_at timestamptz, started_at timestamptz, duration_ms float8,
  response_ms float8, has_error bool, has_fault bool, has_throttle bool, is_partial bool, revision int4, entry_point text,
  http_method text, http_url text, http_status int4, annotations jsonb, facts jsonb, terms int4[])`
const ADD = `
  INSERT INTO trace (account_region_id, id, started_at, duration_ms, response_ms, has_error, has_fault, has_throttle,
    is_partial, revision, entry_point, http_method, http_url, http_status, annotations, facts, terms, summary_terms, fetch_after)
  SELECT $1, id, started_at, duration_ms, response_ms, has_error, has_fault, has_throttle,
    is_partial, revision, entry_point, http_method, http_url, http_status, annotations, facts, ${mergeTerms('NULL::int4[]', 'terms')}, ${mergeTerms('NULL::int4[]', 'terms')}, $3
  FROM ${ROWS} WHERE known_at IS NULL`
/*
 * A revision that is not newer than what is stored says nothing: the documents have told more since. Facts of documents say
 * more than those of a summary; terms of what was true before stand on until the documents are read again.
 */
const CHANGE = `
  UPDATE trace t SET
    started_at = r.started_at, duration_ms = r.duration_ms, response_ms = r.response_ms, has_error = r.has_error,
    has_fault = r.has_fault, has_throttle = r.has_throttle, is_partial = r.is_partial, revision = r.revision,
    entry_point = r.entry_point, http_method = r.http_method, http_url = r.http_url, http_status = r.http_status,
    annotations = r.annotations, fetch_after = $3, terms = ${mergeTerms('t.terms', 'r.terms')},
    summary_terms = ${mergeTerms('NULL::int4[]', 'r.terms')},
    facts = CASE WHEN t.documents_revision IS NULL OR t.facts IS NULL THEN r.facts ELSE t.facts END
  FROM ${ROWS}
  WHERE t.account_region_id = $1 AND t.id = r.id AND t.started_at = r.known_at
    AND (r.revision > t.revision OR (r.is_partial <> t.is_partial AND r.revision = t.revision))`

/**
 * Stores what X-Ray says of traces, keeping the highest revision, and has the documents of those that changed read.
 * Within the caller's transaction; the partitions of the days on which they started must exist. Returns how many are new or
 * changed.
 */
export async function storeTraceSummaries(
  client: pg.ClientBase,
  accountRegionId: number,
  summaries: readonly TraceSummaryRecord[],
  nowMs: number,
): Promise<number> {
  // One statement cannot change a row twice: of a trace that a page names twice, the highest revision counts.
  const newest = new Map<string, TraceSummaryRecord>()
  for (const summary of summaries) {
    const other = newest.get(summary.id)
    if (other === undefined || summary.revision >= other.revision) newest.set(summary.id, summary)
  }
  if (newest.size === 0) return 0
  const known = await holdTraces(client, accountRegionId, [...newest.keys()])
  const rows = [...newest.values()].map((summary) => ({
    id: summary.id,
    known_at: known.get(summary.id)?.toISOString() ?? null,
    started_at: new Date(summary.startedAtMs).toISOString(),
    duration_ms: summary.durationMs,
    response_ms: summary.responseMs,
    has_error: summary.hasError,
    has_fault: summary.hasFault,
    has_throttle: summary.hasThrottle,
    is_partial: summary.isPartial,
    revision: summary.revision,
    entry_point: summary.entryPoint,
    http_method: summary.httpMethod,
    http_url: summary.httpUrl,
    http_status: summary.httpStatus,
    annotations: summary.annotations,
    ...indexTrace(summary, factsOfSummary(summary.details, summary.annotations)),
  }))
  const parameters = [accountRegionId, JSON.stringify(rows), new Date(nowMs)]
  const changed = await client.query(CHANGE, parameters)
  const added = await client.query(ADD, parameters)
  return (changed.rowCount ?? 0) + (added.rowCount ?? 0)
}
