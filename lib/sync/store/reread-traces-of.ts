import type pg from 'pg'
import { holdTraces } from '@/lib/sync/store/hold-traces'

/* Traces whose functions were not known when their documents were read: trace_function lacks their rows. */
const REREAD = `
  UPDATE trace t SET fetch_after = $2
  WHERE t.account_region_id = $1 AND EXISTS (
    SELECT 1 FROM lambda_function f
    WHERE f.account_region_id = $1 AND f.name = ANY(t.function_names)
      AND NOT EXISTS (SELECT 1 FROM trace_function x WHERE x.trace_id = t.id AND x.function_id = f.id)
  )`

/**
 * Has the documents of traces read again that name a function which has become known since. Within the caller's
 * transaction.
 */
export async function rereadTracesOf(client: pg.ClientBase, placeId: number, nowMs: number): Promise<void> {
  await holdTraces(client, placeId, [])
  await client.query(REREAD, [placeId, new Date(nowMs)])
}
