import { selectRows } from '@/lib/server/db'
import { getAccountSettings } from '@/lib/sync/aws/get-account-settings'
import { listEventSourceMappings } from '@/lib/sync/aws/list-event-source-mappings'
import { numberOf } from '@/lib/sync/aws/parse-values'
import type { StoreAnswer } from '@/lib/sync/steps/detailed-function'
import { readFunctionIds } from '@/lib/sync/steps/read-function-ids'
import {
  compareMappings,
  describeGoneMapping,
  STORED_MAPPING,
  type StoredMapping,
} from '@/lib/sync/store/compare-mappings'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { recordChanges } from '@/lib/sync/store/record-changes'
import { isoTime, type TableRows, upsertRows } from '@/lib/sync/store/upsert-rows'
import type { StepRun } from '@/lib/sync/sync-step'

const MAPPINGS: TableRows = {
  table: 'event_source_mapping',
  key: ['uuid'],
  columns: {
    uuid: 'text',
    account_region_id: 'int4',
    function_id: 'int4',
    qualifier: 'text',
    event_source_arn: 'text',
    state: 'text',
    last_result: 'text',
    configuration: 'jsonb',
    seen_at: 'timestamptz',
    gone_at: 'timestamptz',
  },
}
const GONE_MAPPINGS = `
  UPDATE event_source_mapping SET gone_at = $2 WHERE account_region_id = $1 AND seen_at < $2 AND gone_at IS NULL
  RETURNING ${STORED_MAPPING}`
const SETTINGS = `
  UPDATE account_region SET concurrency_limit = $2, unreserved_concurrency = $3, settings_at = $4 WHERE id = $1`

/** Event source mappings of the region; those of functions that are not known are left out. */
export async function mirrorMappings(run: StepRun): Promise<StoreAnswer> {
  const { aws, lease, place, nowMs, state } = run
  const lookedAtMs = numberOf(state.cursor.mappingsAtMs)
  const ids = await readFunctionIds(run)
  for await (const page of listEventSourceMappings(aws)) {
    const rows = page.flatMap((mapping) => {
      const functionId = ids.get(mapping.functionArn)
      if (functionId === undefined) return []
      return {
        uuid: mapping.uuid,
        account_region_id: place.id,
        function_id: functionId,
        qualifier: mapping.qualifier,
        event_source_arn: mapping.eventSourceArn,
        state: mapping.state,
        last_result: mapping.lastResult,
        configuration: mapping.configuration,
        seen_at: isoTime(nowMs),
        gone_at: null,
      }
    })
    await inTransaction(lease, async () => {
      const changes = await compareMappings(lease, rows, lookedAtMs)
      await upsertRows(lease, MAPPINGS, rows)
      await recordChanges(lease, { accountRegionId: place.id, nowMs }, changes)
    })
  }
  return () =>
    inTransaction(lease, async () => {
      const gone = await selectRows<StoredMapping>(lease, GONE_MAPPINGS, [place.id, new Date(nowMs)])
      await recordChanges(lease, { accountRegionId: place.id, nowMs }, gone.map(describeGoneMapping))
    })
}

/** The region's concurrency limit. */
export async function mirrorAccountSettings({ aws, lease, place, nowMs }: StepRun): Promise<StoreAnswer> {
  const { concurrencyLimit, unreservedConcurrency } = await getAccountSettings(aws)
  return async () => {
    await lease.query(SETTINGS, [place.id, concurrencyLimit, unreservedConcurrency, new Date(nowMs)])
  }
}
