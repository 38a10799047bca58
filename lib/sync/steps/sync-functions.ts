import { selectRows } from '@/lib/server/db'
import { getRetention } from '@/lib/server/queries/get-retention'
import { AwsFailure } from '@/lib/sync/aws/aws-failure'
import { listFunctions } from '@/lib/sync/aws/list-functions'
import { reachOf, targetFrom } from '@/lib/sync/retention'
import { inferFunctions } from '@/lib/sync/steps/infer-functions'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { forgetOldChanges, recordChanges } from '@/lib/sync/store/record-changes'
import { rereadTracesOf } from '@/lib/sync/store/reread-traces-of'
import { seedLogSteps } from '@/lib/sync/store/seed-log-steps'
import { wakeSteps } from '@/lib/sync/store/seed-states'
import { storeFunctions } from '@/lib/sync/store/store-functions'
import type { StepOutcome, StepRun, SyncStep } from '@/lib/sync/sync-step'

const EVERY_MS = 5 * 60_000
const GONE = `
  UPDATE lambda_function SET gone_at = $2 WHERE account_region_id = $1 AND seen_at < $2 AND gone_at IS NULL
  RETURNING id, (extract(epoch FROM seen_at) * 1000)::float8 AS "knownAfterMs"`
/** What needs to know the functions first. */
const DEPENDENTS = ['metric-list', 'traces', 'log-groups', 'function-details']

type GoneRow = { id: number; knownAfterMs: number }

/**
 * Mirrors the region's functions. One that AWS stopped listing is marked gone, not deleted: its logs and traces still name
 * it. Where the listing is refused, functions are inferred from their log groups and metrics.
 */
export const syncFunctions: SyncStep = {
  name: 'functions',
  kind: 'inventory',
  deadlineMs: 10 * 60_000,
  async run(run) {
    try {
      return await mirrorFunctions(run)
    } catch (error) {
      if (error instanceof AwsFailure && error.kind !== 'aborted') {
        const added = await inferFunctions(run)
        await inTransaction(run.lease, () => followUp(run, added))
      }
      throw error
    }
  },
}

async function mirrorFunctions(run: StepRun): Promise<StepOutcome> {
  const { aws, lease, place, nowMs, settings } = run
  const at = { accountRegionId: place.id, nowMs }
  let seen = 0
  for await (const page of listFunctions(aws, { allVersions: false, hashKey: settings.hashKey })) {
    await inTransaction(lease, async () => {
      const added = await storeFunctions(lease, at, page)
      await followUp(run, added)
    })
    seen += page.length
  }
  // Reached only when every page arrived; a listing that was cut short throws above and marks nothing gone.
  await inTransaction(lease, async () => {
    const gone = await selectRows<GoneRow>(lease, GONE, [place.id, new Date(nowMs)])
    const deleted = { kind: 'deleted' as const, subject: '', before: null, after: null, statedAtMs: null }
    await recordChanges(
      lease,
      at,
      gone.map(({ id, knownAfterMs }) => ({ ...deleted, functionId: id, knownAfterMs })),
    )
    await forgetOldChanges(lease, at)
  })
  await inTransaction(lease, () => followUp(run, []))
  return { state: 'ok', detail: null, nextRunAtMs: nowMs + EVERY_MS, rows: seen, done: seen, total: seen }
}

/**
 * Lets the steps begin that read the functions' data: as soon as the first page is stored, and again for new functions.
 * Within the caller's transaction.
 */
async function followUp({ lease, pool, place, nowMs, settings }: StepRun, added: readonly string[]): Promise<void> {
  const reach = reachOf(await getRetention({ pool }))
  await seedLogSteps(lease, place.id, nowMs, targetFrom(nowMs, settings.backfillMs, reach.logs))
  if (added.length > 0) await rereadTracesOf(lease, place.id, added, nowMs)
  await wakeSteps(lease, place.id, DEPENDENTS, { onlyNew: added.length === 0 })
}
