import type { LookUpTraceResponse } from '@/lib/contracts/traces'
import { normaliseTraceId } from '@/lib/domain/traces/normalise-trace-id'
import { AppError } from '@/lib/server/app-error'
import { type Db, selectRows } from '@/lib/server/db'

const ASK_AGAIN_MS = 5 * 60_000
const FORGET_MS = 24 * 60 * 60_000
const STATE = `
  SELECT EXISTS (SELECT FROM trace WHERE id = $1) AS found, count(r.trace_id)::int AS requests,
         count(r.trace_id) FILTER (WHERE r.answered_at IS NULL)::int AS waiting
  FROM (SELECT 1) AS one LEFT JOIN trace_request r ON r.trace_id = $1 AND r.requested_at > $2`
/* A request that was answered long ago is made again; the step that answers them is woken. */
const ASK = `
  INSERT INTO trace_request AS r (account_region_id, trace_id, requested_at)
  SELECT account_region_id, $1, $2 FROM sync_state WHERE step = 'trace-documents'
  ON CONFLICT (account_region_id, trace_id) DO UPDATE SET requested_at = excluded.requested_at, answered_at = NULL`
const WAKE = `UPDATE sync_state SET next_run_at = 'epoch' WHERE step = 'trace-documents'`
const FORGET = 'DELETE FROM trace_request WHERE requested_at < $1'

/**
 * Has a trace looked up in AWS that is not stored, in every account-region that is pulled, or tells how that went; asked
 * again after five minutes. Either form of its ID. Throws BAD_REQUEST for text that is no trace ID.
 */
export async function lookUpTrace(db: Db, idText: string, nowMs: number): Promise<LookUpTraceResponse> {
  const id = normaliseTraceId(idText)
  if (id === null) {
    throw new AppError('BAD_REQUEST', `${idText} is not a trace ID. It is 1-<8>-<24 hex digits>, or 32 hex digits.`)
  }
  const since = new Date(nowMs - ASK_AGAIN_MS)
  type State = { found: boolean; requests: number; waiting: number }
  const [state] = await selectRows<State>(db.pool, STATE, [id, since])
  if (state?.found) return { state: 'found' }
  if (state !== undefined && state.requests > 0) return { state: state.waiting > 0 ? 'asked' : 'absent' }
  await db.pool.query(FORGET, [new Date(nowMs - FORGET_MS)])
  const { rowCount } = await db.pool.query(ASK, [id, new Date(nowMs)])
  await db.pool.query(WAKE)
  return { state: (rowCount ?? 0) > 0 ? 'asked' : 'absent' }
}
