import { selectRows } from '@/lib/server/db'
import { getAccountSettings } from '@/lib/sync/aws/get-account-settings'
import { listEventSourceMappings } from '@/lib/sync/aws/list-event-source-mappings'
import { listFunctions } from '@/lib/sync/aws/list-functions'
import { numberOf } from '@/lib/sync/aws/parse-values'
import { MINUTE_MS } from '@/lib/sync/plan-windows'
import type { StoreAnswer } from '@/lib/sync/steps/detailed-function'
import {
  compareMappings,
  describeGoneMapping,
  STORED_MAPPING,
  type StoredMapping,
} from '@/lib/sync/store/compare-mappings'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { type FunctionChange, recordChanges } from '@/lib/sync/store/record-changes'
import { isoTime, type TableRows, upsertRows } from '@/lib/sync/store/upsert-rows'
import { versionSettings } from '@/lib/sync/store/version-settings'
import type { StepRun } from '@/lib/sync/sync-step'

type GoneVersion = { functionId: number; version: string; code_sha256: string | null; seenAtMs: number }
type VersionRow = { function_id: number; version: string; published_at: string | null; code_sha256: string | null }

const VERSIONS: TableRows = {
  table: 'function_version',
  key: ['function_id', 'version'],
  columns: {
    function_id: 'int4',
    version: 'text',
    code_sha256: 'text',
    runtime: 'text',
    memory_mb: 'int4',
    timeout_s: 'int4',
    architecture: 'text',
    description: 'text',
    settings: 'jsonb',
    published_at: 'timestamptz',
    seen_at: 'timestamptz',
    gone_at: 'timestamptz',
  },
}
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
/** A version may be missing from a listing for this long after it was published. */
const LISTING_LAG_MS = 5 * MINUTE_MS
const KNOWN_VERSIONS = `
  SELECT function_id AS "functionId", version FROM function_version WHERE function_id = ANY($1)`
const GONE_VERSIONS = `
  UPDATE function_version v SET gone_at = $2 FROM lambda_function f
  WHERE f.id = v.function_id AND f.account_region_id = $1 AND v.seen_at < $2 AND v.gone_at IS NULL
  RETURNING v.function_id AS "functionId", v.version, v.code_sha256,
    (extract(epoch FROM v.seen_at) * 1000)::float8 AS "seenAtMs"`
const GONE_MAPPINGS = `
  UPDATE event_source_mapping SET gone_at = $2 WHERE account_region_id = $1 AND seen_at < $2 AND gone_at IS NULL
  RETURNING ${STORED_MAPPING}`
const SETTINGS = `
  UPDATE account_region SET concurrency_limit = $2, unreserved_concurrency = $3, settings_at = $4 WHERE id = $1`

/** Published versions of all functions, from one listing instead of one call a function; $LATEST is the function itself. */
export async function mirrorVersions(run: StepRun): Promise<StoreAnswer> {
  const { aws, lease, place, nowMs, settings } = run
  const ids = await readFunctionIds(run)
  const listed = new Set<number>()
  for await (const page of listFunctions(aws, { allVersions: true, hashKey: settings.hashKey })) {
    const rows = page.flatMap((record) => {
      const functionId = ids.get(record.arn)
      if (functionId === undefined) return []
      listed.add(functionId)
      if (record.version === '$LATEST') return []
      return {
        function_id: functionId,
        version: record.version,
        code_sha256: record.codeSha256,
        runtime: record.runtime,
        memory_mb: record.memoryMb,
        timeout_s: record.timeoutS,
        architecture: record.architecture,
        description: record.description,
        settings: versionSettings(record),
        published_at: isoTime(record.lastModifiedMs),
        seen_at: isoTime(nowMs),
        gone_at: null,
      }
    })
    await inTransaction(lease, async () => {
      const published = await listPublished(run, rows)
      await upsertRows(lease, VERSIONS, rows)
      await recordChanges(lease, { accountRegionId: place.id, nowMs }, published)
    })
  }
  // Reached only when every page arrived.
  return () =>
    inTransaction(lease, async () => {
      const gone = await selectRows<GoneVersion>(lease, GONE_VERSIONS, [place.id, new Date(nowMs)])
      // Those of a function that was deleted went with it.
      const deleted = gone.filter(({ functionId }) => listed.has(functionId))
      await recordChanges(lease, { accountRegionId: place.id, nowMs }, deleted.map(describeGoneVersion))
    })
}

function describeGoneVersion({ functionId, version, code_sha256, seenAtMs }: GoneVersion): FunctionChange {
  const change = { functionId, kind: 'version' as const, subject: version }
  return { ...change, before: { code_sha256 }, after: null, statedAtMs: null, knownAfterMs: seenAtMs }
}

/** Event source mappings of the region; those of functions that are not known are left out. */
export async function mirrorMappings(run: StepRun): Promise<StoreAnswer> {
  const { aws, lease, place, nowMs, state } = run
  const lookedAtMs = numberOf(state.cursor.versionsAtMs)
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

/** Versions that were published since all were listed last; before that every one is seen for the first time. */
async function listPublished({ lease, state }: StepRun, rows: readonly VersionRow[]): Promise<FunctionChange[]> {
  const lookedAtMs = numberOf(state.cursor.versionsAtMs)
  if (lookedAtMs === null) return []
  const functionIds = rows.map(({ function_id }) => function_id)
  const known = await selectRows<{ functionId: number; version: string }>(lease, KNOWN_VERSIONS, [functionIds])
  const keys = new Set(known.map(({ functionId, version }) => `${functionId}:${version}`))
  return rows.flatMap(({ function_id: functionId, version, published_at, code_sha256 }) => {
    const statedAtMs = published_at === null ? null : Date.parse(published_at)
    if (keys.has(`${functionId}:${version}`) || statedAtMs === null || statedAtMs < lookedAtMs - LISTING_LAG_MS)
      return []
    const change = { kind: 'version' as const, subject: version, before: null, after: { code_sha256 } }
    return [{ functionId, ...change, statedAtMs, knownAfterMs: Math.min(lookedAtMs, statedAtMs) }]
  })
}

async function readFunctionIds({ pool, place }: StepRun): Promise<Map<string, number>> {
  const sql = 'SELECT id, arn FROM lambda_function WHERE account_region_id = $1'
  const rows = await selectRows<{ id: number; arn: string }>(pool, sql, [place.id])
  return new Map(rows.map(({ id, arn }) => [arn, id]))
}
