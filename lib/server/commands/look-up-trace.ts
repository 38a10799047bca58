import type { LookUpTraceResponse } from '@/lib/contracts/traces'
import { normaliseTraceId } from '@/lib/domain/traces/normalise-trace-id'
import { AppError } from '@/lib/server/app-error'
import { type Db, selectRows } from '@/lib/server/db'
import { type Refusal, refusalReason } from '@/lib/server/queries/source-reasons'

const ASK_AGAIN_MS = 5 * 60_000
const FORGET_MS = 24 * 60 * 60_000
/** What nobody has answered in this time is not looked up any more. */
const GIVE_UP_MS = 60 * 60_000
/** Traces that are looked up at a time, by all who ask. */
const MOST_WAITING = 20
const PULLED = `
  SELECT p.id FROM account_region p LEFT JOIN aws_account a ON a.id = p.aws_account_id
  WHERE p.pulled AND NOT coalesce(a.paused, false)`
/* What was refused when the request was made, or is why nobody tries now. */
const REQUESTS = `
  SELECT r.trace_id AS id, r.answered_at IS NOT NULL AS "isAnswered", p.account_id AS "accountId", p.region,
    to_jsonb(refusal) AS refusal
  FROM trace_request r JOIN account_region p ON p.id = r.account_region_id
  LEFT JOIN LATERAL (
    SELECT a.operation, a.state, a.detail, a.iam_action AS "iamAction"
    FROM api_state a
    LEFT JOIN sync_state s ON s.account_region_id = r.account_region_id AND s.step = 'traces'
    LEFT JOIN sync_state d ON d.account_region_id = r.account_region_id AND d.step = 'trace-documents'
    WHERE r.answered_at IS NULL AND a.account_region_id = r.account_region_id AND a.service = 'xray'
      AND a.state IN ('denied', 'credentials', 'unavailable')
      AND a.operation = ANY(CASE WHEN (s.cursor ->> 'toSpans')::bool
        THEN ARRAY['StartTraceRetrieval', 'ListRetrievedTraces'] ELSE ARRAY['BatchGetTraces'] END)
      AND (d.state <> 'ok' OR a.last_failed_at > r.requested_at - interval '1 minute')
    ORDER BY a.last_failed_at DESC LIMIT 1
  ) AS refusal ON true
  WHERE r.requested_at > $1 AND r.account_region_id IN (${PULLED})
  ORDER BY p.account_id, p.region`
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

type TraceRequest = { id: string; isAnswered: boolean; accountId: string; region: string; refusal: Refusal | null }

/**
 * Has a trace looked up in AWS that is not stored, in every account-region that is pulled, or tells how that went; asked
 * again after five minutes. Says refused where only places are left that do not let it be looked for; the worker asks those
 * again by itself. Either form of its ID. Throws BAD_REQUEST for text that is no trace ID, TOO_MANY_REQUESTS while
 * twenty others are looked up.
 */
export async function lookUpTrace(db: Db, idText: string, nowMs: number): Promise<LookUpTraceResponse> {
  const id = normaliseTraceId(idText)
  if (id === null) {
    throw new AppError('BAD_REQUEST', `${idText} is not a trace ID. It is 1-<8>-<24 hex digits>, or 32 hex digits.`)
  }
  const since = new Date(nowMs - ASK_AGAIN_MS)
  const [stored] = await selectRows(db.pool, 'SELECT FROM trace WHERE id = $1 LIMIT 1', [id])
  if (stored !== undefined) return { state: 'found' }
  const requests = await selectRows<TraceRequest>(db.pool, REQUESTS, [since])
  const own = requests.filter((request) => request.id === id)
  if (own.length > 0) return tellRequests(own)
  const waiting = requests.filter(({ isAnswered, refusal }) => !isAnswered && refusal === null)
  if (new Set(waiting.map((request) => request.id)).size >= MOST_WAITING) {
    const message = `${MOST_WAITING} traces are being looked up in AWS already. Try again in a minute.`
    throw new AppError('TOO_MANY_REQUESTS', message)
  }
  await db.pool.query(FORGET, [new Date(nowMs - FORGET_MS), new Date(nowMs - GIVE_UP_MS)])
  const { rowCount } = await db.pool.query(ASK, [id, new Date(nowMs)])
  await db.pool.query(WAKE)
  return { state: (rowCount ?? 0) > 0 ? 'asked' : 'absent' }
}

function tellRequests(requests: readonly TraceRequest[]): LookUpTraceResponse {
  if (requests.some(({ isAnswered, refusal }) => !isAnswered && refusal === null)) return { state: 'asked' }
  const refusals = requests.flatMap(({ accountId, region, refusal }) => {
    if (refusal === null) return []
    const { message, fix } = refusalReason('traces', refusal)
    return [{ accountId, region, message, fix }]
  })
  return refusals.length > 0 ? { state: 'refused', refusals } : { state: 'absent' }
}
