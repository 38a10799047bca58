import { selectRows } from '@/lib/server/db'
import { listFunctions } from '@/lib/sync/aws/list-functions'
import { listVersions } from '@/lib/sync/aws/list-versions'
import type { FunctionRecord } from '@/lib/sync/aws/parse-function-configuration'
import { numberOf } from '@/lib/sync/aws/parse-values'
import { HOUR_MS, MINUTE_MS } from '@/lib/sync/plan-windows'
import type { DetailedFunction, StoreAnswer } from '@/lib/sync/steps/detailed-function'
import { readFunctionIds } from '@/lib/sync/steps/read-function-ids'
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
/** A version may be missing from a listing for this long after it was published. */
const LISTING_LAG_MS = 5 * MINUTE_MS
const KNOWN_VERSIONS = `
  SELECT function_id AS "functionId", version FROM function_version WHERE function_id = ANY($1)`
/* $3: of one function, or null for all of the region. */
const GONE_VERSIONS = `
  UPDATE function_version v SET gone_at = $2 FROM lambda_function f
  WHERE f.id = v.function_id AND f.account_region_id = $1 AND v.seen_at < $2 AND v.gone_at IS NULL
    AND ($3::int IS NULL OR f.id = $3)
  RETURNING v.function_id AS "functionId", v.version, v.code_sha256,
    (extract(epoch FROM v.seen_at) * 1000)::float8 AS "seenAtMs"`
/** A version is published soon after the change that it is made of. */
const PUBLISHED_WITHIN_MS = HOUR_MS
const ACTIVE_MS = HOUR_MS
/** So much time lies between listings of all versions for each call that one takes: a hundredth of three calls a second. */
const REST_PER_CALL_MS = 33_000
const ALL_AGAIN_MS = 24 * HOUR_MS
/*
 * What tells of a version that is not stored: the function was changed or looks otherwise than at the last look, an alias
 * leads to the version, or CloudWatch has points of it.
 */
const UNLISTED = `
  SELECT f.id FROM lambda_function f WHERE f.id = ANY($1) AND (
    f.details_at IS NULL OR f.last_modified_at > $2
    OR EXISTS (
      SELECT 1 FROM function_alias a
      CROSS JOIN LATERAL (SELECT a.version UNION SELECT jsonb_object_keys(a.weights)) AS named(version)
      WHERE a.function_id = f.id AND a.gone_at IS NULL AND named.version ~ '^[0-9]+$' AND NOT EXISTS (
        SELECT 1 FROM function_version v WHERE v.function_id = f.id AND v.version = named.version))
    OR EXISTS (
      SELECT 1 FROM metric_series m
      CROSS JOIN LATERAL (VALUES (m.qualifier), (m.executed_version)) AS named(version)
      WHERE m.function_id = f.id AND m.last_point_at > $3 AND named.version ~ '^[0-9]+$' AND NOT EXISTS (
        SELECT 1 FROM function_version v WHERE v.function_id = f.id AND v.version = named.version)))`

/**
 * Whether the versions of all functions are to be listed again. That finds what nothing tells of: a version that was
 * deleted, or published long after the change. The fewer calls it takes the more often, from every pass to once a day.
 */
export function isListingOfAllDue(cursor: Readonly<Record<string, unknown>>, nowMs: number): boolean {
  const listedAtMs = numberOf(cursor.versionsAtMs)
  if (listedAtMs === null) return true
  const restMs = Math.min(ALL_AGAIN_MS, (numberOf(cursor.versionsCalls) ?? 0) * REST_PER_CALL_MS)
  return nowMs - listedAtMs >= restMs
}

/** The functions that may have a version that is not stored; none in the first pass, which lists all. */
export async function findUnlistedVersions(
  { pool, nowMs, state }: StepRun,
  functions: readonly DetailedFunction[],
): Promise<ReadonlySet<number>> {
  if ((numberOf(state.cursor.passes) ?? 0) === 0) return new Set()
  const rows = await selectRows<{ id: number }>(pool, UNLISTED, [
    functions.map(({ id }) => id),
    new Date(nowMs - PUBLISHED_WITHIN_MS),
    new Date(nowMs - ACTIVE_MS),
  ])
  return new Set(rows.map(({ id }) => id))
}

/** Published versions of all functions, from one listing instead of one call a function; $LATEST is the function itself. */
export async function mirrorVersions(run: StepRun): Promise<StoreAnswer> {
  const ids = await readFunctionIds(run)
  const listed = new Set<number>()
  for await (const page of listFunctions(run.aws, { allVersions: true, hashKey: run.settings.hashKey })) {
    const known = page.flatMap((record) => {
      const functionId = ids.get(record.arn)
      return functionId === undefined ? [] : [{ functionId, record }]
    })
    for (const { functionId } of known) listed.add(functionId)
    await storeVersions(run, known)
  }
  // Reached only when every page arrived. Versions of a function that was deleted went with it.
  return () => markGone(run, null, (functionId) => listed.has(functionId))
}

/** Published versions of one function. */
export async function mirrorVersionsOf(run: StepRun, { id, name }: DetailedFunction): Promise<StoreAnswer> {
  const records: FunctionRecord[] = []
  for await (const page of listVersions(run.aws, { functionName: name, hashKey: run.settings.hashKey }))
    records.push(...page)
  return async () => {
    await storeVersions(
      run,
      records.map((record) => ({ functionId: id, record })),
    )
    await markGone(run, id, () => true)
  }
}

async function storeVersions(
  run: StepRun,
  versions: readonly { functionId: number; record: FunctionRecord }[],
): Promise<void> {
  const { lease, place, nowMs } = run
  const rows = versions
    .filter(({ record }) => record.version !== '$LATEST')
    .map(({ functionId, record }) => ({
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
    }))
  await inTransaction(lease, async () => {
    const published = await listPublished(run, rows)
    await upsertRows(lease, VERSIONS, rows)
    await recordChanges(lease, { accountRegionId: place.id, nowMs }, published)
  })
}

/** Marks what the listing of a function (null: of all) did not have; told of those functions that are still there. */
function markGone(
  { lease, place, nowMs }: StepRun,
  functionId: number | null,
  isThere: (functionId: number) => boolean,
): Promise<void> {
  return inTransaction(lease, async () => {
    const gone = await selectRows<GoneVersion>(lease, GONE_VERSIONS, [place.id, new Date(nowMs), functionId])
    const deleted = gone.filter((version) => isThere(version.functionId))
    await recordChanges(lease, { accountRegionId: place.id, nowMs }, deleted.map(describeGoneVersion))
  })
}

function describeGoneVersion({ functionId, version, code_sha256, seenAtMs }: GoneVersion): FunctionChange {
  const change = { functionId, kind: 'version' as const, subject: version }
  return { ...change, before: { code_sha256 }, after: null, statedAtMs: null, knownAfterMs: seenAtMs }
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
