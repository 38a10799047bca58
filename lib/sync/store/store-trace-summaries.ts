import type pg from 'pg'
import type { TraceSummaryRecord } from '@/lib/sync/aws/get-trace-summaries'

/* A revision that is not newer than what is stored says nothing: the documents have told more since. */
const STORE = `
  INSERT INTO trace AS t (account_region_id, id, started_at, duration_ms, response_ms, has_error, has_fault, has_throttle,
    is_partial, revision, entry_point, http_method, http_url, http_status, annotations, fetch_after)
  SELECT $1, id, started_at, duration_ms, response_ms, has_error, has_fault, has_throttle,
    is_partial, revision, entry_point, http_method, http_url, http_status, annotations, $3
  FROM jsonb_to_recordset($2::jsonb) AS r(id text, started_at timestamptz, duration_ms float8, response_ms float8,
    has_error bool, has_fault bool, has_throttle bool, is_partial bool, revision int4, entry_point text, http_method text,
    http_url text, http_status int4, annotations jsonb)
  ON CONFLICT (account_region_id, id) DO UPDATE SET
    started_at = excluded.started_at, duration_ms = excluded.duration_ms, response_ms = excluded.response_ms,
    has_error = excluded.has_error, has_fault = excluded.has_fault, has_throttle = excluded.has_throttle,
    is_partial = excluded.is_partial, revision = excluded.revision, entry_point = excluded.entry_point,
    http_method = excluded.http_method, http_url = excluded.http_url, http_status = excluded.http_status,
    annotations = excluded.annotations, fetch_after = excluded.fetch_after
    WHERE excluded.revision > t.revision OR (excluded.is_partial <> t.is_partial AND excluded.revision = t.revision)`

/**
 * Stores what X-Ray says of traces, keeping the highest revision, and has the documents of those that changed read.
 * Within the caller's transaction. Returns how many are new or changed.
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
  const rows = [...newest.values()].map((summary) => ({
    id: summary.id,
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
  }))
  const { rowCount } = await client.query(STORE, [accountRegionId, JSON.stringify(rows), new Date(nowMs)])
  return rowCount ?? 0
}
