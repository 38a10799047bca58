import type pg from 'pg'
import { selectRows } from '@/lib/server/db'
import type { FunctionRecord } from '@/lib/sync/aws/parse-function-configuration'
import { compareFunctions } from '@/lib/sync/store/compare-functions'
import { recordChanges } from '@/lib/sync/store/record-changes'
import { isoTime, type TableRows, upsertRows } from '@/lib/sync/store/upsert-rows'

const LISTED: Readonly<Record<string, string>> = {
  account_region_id: 'int4',
  arn: 'text',
  name: 'text',
  inferred: 'bool',
  runtime: 'text',
  architecture: 'text',
  package_type: 'text',
  handler: 'text',
  description: 'text',
  memory_mb: 'int4',
  timeout_s: 'int4',
  ephemeral_storage_mb: 'int4',
  code_sha256: 'text',
  code_size: 'int8',
  last_modified_at: 'timestamptz',
  revision_id: 'text',
  role_arn: 'text',
  kms_key_arn: 'text',
  tracing_mode: 'text',
  log_format: 'text',
  application_log_level: 'text',
  system_log_level: 'text',
  log_group_name: 'text',
  snap_start: 'text',
  dead_letter_arn: 'text',
  environment: 'jsonb',
  vpc: 'jsonb',
  layers: 'jsonb',
  modes: 'text[]',
  seen_at: 'timestamptz',
  gone_at: 'timestamptz',
}

// Details are read again when the revision is another one.
const REREAD = `CASE WHEN old.revision_id IS DISTINCT FROM excluded.revision_id THEN NULL ELSE old.details_at END`
const FUNCTIONS: TableRows = {
  table: 'lambda_function',
  key: ['arn'],
  columns: LISTED,
  onConflict: { details_at: REREAD },
}
const INFERRED: TableRows = {
  table: 'lambda_function',
  key: ['arn'],
  columns: { account_region_id: 'int4', arn: 'text', name: 'text', inferred: 'bool', seen_at: 'timestamptz' },
  // What the listing once told is worth more than a name in a log group.
  onConflict: { inferred: 'old.inferred' },
}

const IDS = 'SELECT id, arn FROM lambda_function WHERE arn = ANY($1)'

type Place = { accountRegionId: number; nowMs: number }

/**
 * Stores listed functions ($LATEST alone), with what changed of them; what a listing does not tell stays as it is. To be
 * called within a transaction. Returns the names of those that are new.
 */
export async function storeFunctions(
  client: pg.ClientBase,
  place: Place,
  functions: readonly FunctionRecord[],
): Promise<string[]> {
  const rows = functions.map((record) => functionRow(place, record))
  const { changes, changesOfNew } = await compareFunctions(client, place.accountRegionId, rows)
  const added = namesOfNew(functions, await upsertRows(client, FUNCTIONS, rows))
  const ids = added.length === 0 ? new Map<string, number>() : await readIds(client, functions)
  await recordChanges(client, place, [...changes, ...changesOfNew(ids)])
  return added
}

function namesOfNew(
  functions: readonly { arn: string; name: string }[],
  inserted: readonly Record<string, unknown>[],
): string[] {
  const arns = new Set(inserted.map(({ arn }) => arn))
  return functions.filter(({ arn }) => arns.has(arn)).map(({ name }) => name)
}

async function readIds(client: pg.ClientBase, functions: readonly FunctionRecord[]): Promise<Map<string, number>> {
  const arns = functions.map(({ arn }) => arn)
  const rows = await selectRows<{ id: number; arn: string }>(client, IDS, [arns])
  return new Map(rows.map(({ id, arn }) => [arn, id]))
}

/** Stores functions of which only the name is known. Returns the names of those that are new. */
export async function storeInferredFunctions(
  client: pg.ClientBase,
  place: Place,
  functions: readonly { arn: string; name: string }[],
): Promise<string[]> {
  const seen = { account_region_id: place.accountRegionId, inferred: true, seen_at: isoTime(place.nowMs) }
  const rows = functions.map(({ arn, name }) => ({ arn, name, ...seen }))
  return namesOfNew(functions, await upsertRows(client, INFERRED, rows))
}

/** The columns of lambda_function that a listing fills. */
function functionRow({ accountRegionId, nowMs }: Place, record: FunctionRecord): Record<string, unknown> {
  return {
    account_region_id: accountRegionId,
    arn: record.arn,
    name: record.name,
    inferred: false,
    runtime: record.runtime,
    architecture: record.architecture,
    package_type: record.packageType,
    handler: record.handler,
    description: record.description,
    memory_mb: record.memoryMb,
    timeout_s: record.timeoutS,
    ephemeral_storage_mb: record.ephemeralStorageMb,
    code_sha256: record.codeSha256,
    code_size: record.codeSize,
    last_modified_at: isoTime(record.lastModifiedMs),
    revision_id: record.revisionId,
    role_arn: record.roleArn,
    kms_key_arn: record.kmsKeyArn,
    tracing_mode: record.tracingMode,
    log_format: record.logFormat,
    application_log_level: record.applicationLogLevel,
    system_log_level: record.systemLogLevel,
    log_group_name: record.logGroupName,
    snap_start: record.snapStart,
    dead_letter_arn: record.deadLetterArn,
    environment: record.environment,
    vpc: record.vpc,
    layers: record.layers,
    modes: record.modes,
    seen_at: isoTime(nowMs),
    gone_at: null,
  }
}
