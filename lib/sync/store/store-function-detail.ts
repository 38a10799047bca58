import type pg from 'pg'
import { isSame } from '@/lib/domain/diff-fields'
import { selectRows } from '@/lib/server/db'
import type { FunctionDetail } from '@/lib/sync/aws/get-function'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { type FunctionChange, recordChanges } from '@/lib/sync/store/record-changes'

const STORED = `
  SELECT tags, reserved_concurrency AS "reservedConcurrency",
    (extract(epoch FROM configuration_at) * 1000)::float8 AS "lookedAtMs"
  FROM lambda_function WHERE id = $1 FOR UPDATE`
const STORE = `
  UPDATE lambda_function SET state = $2, state_reason = $3, last_update_status = $4, tags = coalesce($5, tags),
    reserved_concurrency = $6, configuration_at = $7
  WHERE id = $1`

/** tags: null while AWS never told them. lookedAtMs: when this was stored last, null when never. */
type Stored = { tags: unknown; reservedConcurrency: number | null; lookedAtMs: number | null }

/**
 * Stores what only GetFunction tells, with what changed of it; the listing keeps the rest up to date. Tags that AWS could
 * not read stay as they were.
 */
export async function storeFunctionDetail(
  client: pg.ClientBase,
  functionId: number,
  { accountRegionId, nowMs, detail }: { accountRegionId: number; nowMs: number; detail: FunctionDetail },
): Promise<void> {
  const { state, stateReason, lastUpdateStatus } = detail.configuration
  const tags = detail.tags === null ? null : JSON.stringify(detail.tags)
  await inTransaction(client, async () => {
    const [stored] = await selectRows<Stored>(client, STORED, [functionId])
    const configuration = [state, stateReason, lastUpdateStatus]
    await client.query(STORE, [functionId, ...configuration, tags, detail.reservedConcurrency, new Date(nowMs)])
    if (stored !== undefined) {
      await recordChanges(client, { accountRegionId, nowMs }, compareDetail(functionId, stored, detail))
    }
  })
}

function compareDetail(functionId: number, before: Stored, after: FunctionDetail): FunctionChange[] {
  if (before.lookedAtMs === null) return []
  const base = { functionId, subject: '', statedAtMs: null, knownAfterMs: before.lookedAtMs }
  const changes: FunctionChange[] = []
  if (before.tags !== null && after.tags !== null && !isSame(before.tags, after.tags)) {
    changes.push({ ...base, kind: 'tags', before: before.tags, after: after.tags })
  }
  if (before.reservedConcurrency !== after.reservedConcurrency) {
    const { reservedConcurrency } = after
    changes.push({ ...base, kind: 'concurrency', before: before.reservedConcurrency, after: reservedConcurrency })
  }
  return changes
}
