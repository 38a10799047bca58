import type pg from 'pg'
import { isSame } from '@/lib/domain/diff-fields'
import { selectRows } from '@/lib/server/db'
import type { FunctionDetail } from '@/lib/sync/aws/get-function'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import type { ComparedFunction } from '@/lib/sync/store/mirror-function-rows'
import { type FunctionChange, recordChanges } from '@/lib/sync/store/record-changes'

const STORED = `SELECT tags, reserved_concurrency AS "reservedConcurrency" FROM lambda_function WHERE id = $1 FOR UPDATE`
const STORE = `
  UPDATE lambda_function SET state = $2, state_reason = $3, last_update_status = $4, tags = $5, reserved_concurrency = $6
  WHERE id = $1`

type Stored = { tags: unknown; reservedConcurrency: number | null }

/** Stores what only GetFunction tells, with what changed of it; the listing keeps the rest up to date. */
export async function storeFunctionDetail(
  client: pg.ClientBase,
  fn: ComparedFunction,
  { accountRegionId, nowMs, detail }: { accountRegionId: number; nowMs: number; detail: FunctionDetail },
): Promise<void> {
  const { state, stateReason, lastUpdateStatus } = detail.configuration
  const tags = detail.tags === null ? null : JSON.stringify(detail.tags)
  await inTransaction(client, async () => {
    const [stored] = await selectRows<Stored>(client, STORED, [fn.id])
    await client.query(STORE, [fn.id, state, stateReason, lastUpdateStatus, tags, detail.reservedConcurrency])
    if (stored !== undefined) {
      await recordChanges(client, { accountRegionId, nowMs }, compareDetail(fn, stored, detail))
    }
  })
}

function compareDetail(fn: ComparedFunction, before: Stored, after: FunctionDetail): FunctionChange[] {
  if (fn.knownAtMs === null) return []
  const base = { functionId: fn.id, subject: '', statedAtMs: null, knownAfterMs: fn.knownAtMs }
  const changes: FunctionChange[] = []
  if (!isSame(before.tags ?? {}, after.tags ?? {})) {
    changes.push({ ...base, kind: 'tags', before: before.tags, after: after.tags })
  }
  if (before.reservedConcurrency !== after.reservedConcurrency) {
    const { reservedConcurrency } = after
    changes.push({ ...base, kind: 'concurrency', before: before.reservedConcurrency, after: reservedConcurrency })
  }
  return changes
}
