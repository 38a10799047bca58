import type { LookUpTraceResponse } from '@/lib/contracts/traces'
import { normaliseTraceId } from '@/lib/domain/traces/normalise-trace-id'
import { AppError } from '@/lib/server/app-error'
import { type Db, selectRows } from '@/lib/server/db'

const ASK_AGAIN_MS = 5 * 60_000
const FORGET_MS = 24 * 60 * 60_000
/** What nobody has answered in this time is not looked up any more. */
const GIVE_UP_MS = 60 * 60_000
/** Traces that are looked up at a time, by all who ask. */
const MOST_WAITING = 20
const PULLED = `
  SELECT p.id FROM account_region p LEFT JOIN aws_account a ON a.id = p.aws_account_id
  WHERE p.pulled AND NOT coalesce(a.paused, false)`
const STATE = `
  SELECT EXISTS (SELECT FROM trace WHERE id = $1) AS found,
    count(*) FILTER (WHERE trace_id = $1)::int AS requests,
    count(*) FILTER (WHERE trace_id = $1 AND answered_at IS NULL)::int AS waiting,
    count(DISTINCT trace_id) FILTER (WHERE answered_at IS NULL)::int AS "allWaiting"
  FROM trace_request WHERE requested_at > $2 AND account_region_id IN (${PULLED})`
/* A request that was answered long ago is made again. */
const ASK = `
  INSERT INTO trace_request AS r (account_region_id, trace_id, requested_at)
  SELECT account_region_id, $1, $2 FROM sync_state WHERE step = 'trace-documents' AND account_region_id IN (${PULLED})
  ON CONFLICT (account_region_id, trace_id) DO UPDATE SET requested_at = excluded.requested_at, answered_at = NULL`
/* Where AWS refused or throttled of late, the request waits for the next try as everything else does. */
const WAKE = `
  UPDATE sync_state SET next_run_at = 'epoch'
  WHERE step = 'trace-documents' AND state = 'ok' AND account_region_id IN (${PULLED})`
const FORGET = `
  DELETE FROM trace_request WHERE requested_at < $1 OR (answered_at IS NULL AND requested_at < $2)`

/**
 * Has a trace looked up in AWS that is not stored, in every account-region that is pulled, or tells how that went; asked
 * again after five minutes. Either form of its ID. Throws BAD_REQUEST for text that is no trace ID, TOO_MANY_REQUESTS while
 * twenty others are looked up.
 */
export async function lookUpTrace(db: Db, idText: string, nowMs: number): Promise<LookUpTraceResponse> {
  const id = normaliseTraceId(idText)
  if (id === null) {
    throw new AppError('BAD_REQUEST', `${idText} is not a trace ID. It is 1-<8>-<24 hex digits>, or 32 hex digits.`)
  }
  const since = new Date(nowMs - ASK_AGAIN_MS)
  type State = { found: boolean; requests: number; waiting: number; allWaiting: number }
  const [state] = await selectRows<State>(db.pool, STATE, [id, since])
  if (state?.found) return { state: 'found' }
  if (state !== undefined && state.requests > 0) return { state: state.waiting > 0 ? 'asked' : 'absent' }
  if (state !== undefined && state.allWaiting >= MOST_WAITING) {
    const message = `${MOST_WAITING} traces are being looked up in AWS already. Try again in a minute.`
    throw new AppError('TOO_MANY_REQUESTS', message)
  }
  await db.pool.query(FORGET, [new Date(nowMs - FORGET_MS), new Date(nowMs - GIVE_UP_MS)])
  const { rowCount } = await db.pool.query(ASK, [id, new Date(nowMs)])
  await db.pool.query(WAKE)
  return { state: (rowCount ?? 0) > 0 ? 'asked' : 'absent' }
}
