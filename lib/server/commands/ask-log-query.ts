import { randomUUID } from 'node:crypto'
import type { AskLogQueryRequest, AskLogQueryResponse } from '@/lib/contracts/log-queries'
import { AppError } from '@/lib/server/app-error'
import { type Db, selectRows } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'

const FORGET_MS = 24 * 60 * 60_000
/** Queries of one account-region that wait or run. */
const MOST_OPEN = 5
const OPEN = `
  SELECT count(*)::int AS open FROM log_query
  WHERE account_region_id = $1 AND state IN ('waiting', 'starting', 'running')`
const ASK = `
  INSERT INTO log_query (id, account_region_id, log_group, query, from_at, to_at, asked_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`
const WAKE = `
  UPDATE sync_state SET next_run_at = 'epoch' WHERE account_region_id = $1 AND step = 'log-queries'`

/**
 * Has the worker ask Logs Insights a query of a function's log group. AWS bills what it scans; budgets hold for it as for
 * any other call. Throws CONFLICT where the region is not pulled, TOO_MANY_REQUESTS while five others wait or run.
 */
export async function askLogQuery(db: Db, request: AskLogQueryRequest, nowMs: number): Promise<AskLogQueryResponse> {
  const { fromMs, toMs } = checkWindow(request)
  const { accountRegionId, logGroupName } = await getFunctionIdentity(db, request.functionName, request)
  await db.pool.query('DELETE FROM log_query WHERE asked_at < $1', [new Date(nowMs - FORGET_MS)])
  const [row] = await selectRows<{ open: number }>(db.pool, OPEN, [accountRegionId])
  if ((row?.open ?? 0) >= MOST_OPEN) {
    throw new AppError('TOO_MANY_REQUESTS', `${MOST_OPEN} queries wait or run in this region already. Try again soon.`)
  }
  const id = randomUUID()
  const times = [new Date(fromMs), new Date(toMs), new Date(nowMs)]
  await db.pool.query(ASK, [id, accountRegionId, logGroupName, request.query, ...times])
  const { rowCount } = await db.pool.query(WAKE, [accountRegionId])
  if (rowCount === 0) throw new AppError('CONFLICT', 'No worker pulls this region, so that nobody would ask AWS.')
  return { id }
}
