import type pg from 'pg'
import { holdTraces } from '@/lib/sync/store/hold-traces'

/** What is older X-Ray answers no more. */
const KEPT_MS = 30 * 86_400_000
/* trace_function lacks the rows of functions that were not known when the documents were read. */
const REREAD = `
  UPDATE trace t SET fetch_after = $2
  WHERE t.account_region_id = $1 AND t.started_at > $3 AND t.function_names && $4::text[] AND EXISTS (
    SELECT 1 FROM lambda_function f
    WHERE f.account_region_id = $1 AND f.name = ANY($4) AND f.name = ANY(t.function_names)
      AND NOT EXISTS (SELECT 1 FROM trace_function x WHERE x.trace_id = t.id AND x.function_id = f.id)
  )`

/**
 * Has the documents of traces read again that name one of these functions, which have become known since. Within the
 * caller's transaction.
 */
export async function rereadTracesOf(
  client: pg.ClientBase,
  placeId: number,
  names: readonly string[],
  nowMs: number,
): Promise<void> {
  await holdTraces(client, placeId, [])
  await client.query(REREAD, [placeId, new Date(nowMs), new Date(nowMs - KEPT_MS), names])
}
