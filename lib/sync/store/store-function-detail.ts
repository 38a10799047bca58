import type pg from 'pg'
import type { FunctionDetail } from '@/lib/sync/aws/get-function'

const STORE = `
  UPDATE lambda_function SET state = $2, state_reason = $3, last_update_status = $4, tags = $5, reserved_concurrency = $6
  WHERE id = $1`

/** Stores what only GetFunction tells; the listing keeps the rest up to date. */
export async function storeFunctionDetail(
  client: pg.ClientBase,
  functionId: number,
  detail: FunctionDetail,
): Promise<void> {
  const { state, stateReason, lastUpdateStatus } = detail.configuration
  const tags = detail.tags === null ? null : JSON.stringify(detail.tags)
  await client.query(STORE, [functionId, state, stateReason, lastUpdateStatus, tags, detail.reservedConcurrency])
}
