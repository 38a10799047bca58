import type pg from 'pg'
import { diffFields, isSame } from '@/lib/domain/diff-fields'
import { selectRows } from '@/lib/server/db'
import { recordOf } from '@/lib/sync/aws/parse-values'
import type { FunctionChange } from '@/lib/sync/store/record-changes'

type Row = Readonly<Record<string, unknown>>

const CONFIGURATION = [
  ...['runtime', 'architecture', 'package_type', 'handler', 'description', 'memory_mb', 'timeout_s'],
  ...['ephemeral_storage_mb', 'role_arn', 'kms_key_arn', 'tracing_mode', 'log_format', 'application_log_level'],
  ...['system_log_level', 'log_group_name', 'snap_start', 'dead_letter_arn', 'vpc', 'layers', 'modes'],
]
const STORED = `
  SELECT *, (extract(epoch FROM seen_at) * 1000)::float8 AS "seenAtMs"
  FROM lambda_function WHERE account_region_id = $1 AND arn = ANY($2)`
const LISTED_AT = `
  SELECT (extract(epoch FROM last_ok_at) * 1000)::float8 AS "atMs" FROM sync_state
  WHERE account_region_id = $1 AND step = 'functions' AND subject = ''`

/** Compares listed functions with what is stored of them. */
export type FunctionComparison = {
  /** Changes of functions that are stored already. */
  changes: FunctionChange[]
  /** Changes of those that were not, by the ids that they have now: created since the last whole listing. */
  changesOfNew(ids: ReadonlyMap<string, number>): FunctionChange[]
}

/**
 * What a page of the listing says that is not stored yet. The first sight of a function is no change, unless AWS says that
 * it was modified since the last listing that came whole. rows: by column name.
 */
export async function compareFunctions(
  client: pg.ClientBase,
  accountRegionId: number,
  rows: readonly Row[],
): Promise<FunctionComparison> {
  const arns = rows.map(({ arn }) => arn)
  const stored = await selectRows<Row & { arn: string }>(client, STORED, [accountRegionId, arns])
  const before = new Map(stored.map((row) => [row.arn, row]))
  const [listed] = await selectRows<{ atMs: number | null }>(client, LISTED_AT, [accountRegionId])
  const listedAtMs = listed?.atMs ?? null
  const changes = rows.flatMap((row) => {
    const old = before.get(String(row.arn))
    return old === undefined || old.inferred === true ? [] : compareFunction(old, row, listedAtMs)
  })
  const changesOfNew: FunctionComparison['changesOfNew'] = (ids) => {
    if (listedAtMs === null) return []
    return rows.flatMap((row) => {
      const functionId = ids.get(String(row.arn))
      const isKnown = before.has(String(row.arn))
      const statedAtMs = momentOf(row.last_modified_at)
      if (functionId === undefined || isKnown || statedAtMs === null || statedAtMs < listedAtMs) return []
      return [created({ functionId, statedAtMs, knownAfterMs: listedAtMs })]
    })
  }
  return { changes, changesOfNew }
}

function created(at: Pick<FunctionChange, 'functionId' | 'statedAtMs' | 'knownAfterMs'>): FunctionChange {
  return { ...at, kind: 'created', subject: '', before: null, after: null }
}

function compareFunction(old: Row, row: Row, listedAtMs: number | null): FunctionChange[] {
  const statedAtMs = momentOf(row.last_modified_at)
  const knownAfterMs = Number(old.seenAtMs)
  const base = { functionId: Number(old.id), statedAtMs, knownAfterMs }
  if (old.gone_at !== null) return [created({ ...base, knownAfterMs: listedAtMs ?? knownAfterMs })]
  const code = diffFields(old, row, ['code_sha256']).map((change) => ({
    ...change,
    subject: '',
    kind: 'code' as const,
  }))
  const configuration = diffFields(old, row, CONFIGURATION).map((change) => {
    return { ...change, kind: 'configuration' as const }
  })
  return [...code, ...configuration, ...compareEnvironment(old, row)].map((change) => ({ ...base, ...change }))
}

/** Names that came or went, and those whose value is another one; never the values. */
function compareEnvironment(old: Row, row: Row): Pick<FunctionChange, 'kind' | 'subject' | 'before' | 'after'>[] {
  const [was, is] = [recordOf(old.environment), recordOf(row.environment)]
  // Where the key is not ours to use, AWS answers an error in place of the variables: nothing is known of them.
  if (was === null || is === null) return []
  const [before, after] = [Object.keys(was).sort(), Object.keys(is).sort()]
  const names = isSame(before, after) ? [] : [{ kind: 'environment' as const, subject: 'names', before, after }]
  // Without a hash on both sides it is not known whether the value is the same.
  const changed = after.filter((name) => was[name] && is[name] && was[name] !== is[name])
  if (changed.length === 0) return names
  return [...names, { kind: 'environment', subject: 'values', before: null, after: changed }]
}

function momentOf(value: unknown): number | null {
  return typeof value === 'string' ? Date.parse(value) : null
}
