import type pg from 'pg'
import { isoTime } from '@/lib/sync/store/upsert-rows'

/** Of what a change is; `subject` says which one. Of environment values only the names of those are told that changed. */
export type ChangeKind =
  | 'created'
  | 'deleted'
  | 'code'
  | 'configuration'
  | 'environment'
  | 'tags'
  | 'version'
  | 'alias'
  | 'concurrency'
  | 'provisioned'
  | 'scaling'
  | 'mapping'
  | 'policy'
  | 'url'
  | 'async'

/** statedAtMs: when AWS says that it happened. knownAfterMs: the last look that saw the state before. */
export type FunctionChange = {
  functionId: number
  kind: ChangeKind
  subject: string
  before: unknown
  after: unknown
  statedAtMs: number | null
  knownAfterMs: number
}

/** Clocks differ, and AWS rounds to seconds. */
const SLACK_MS = 60_000
const RECORD = `
  INSERT INTO function_change (account_region_id, function_id, kind, subject, before, after, at, stated_at, known_after, noticed_at)
  SELECT $1, "functionId", kind, subject, nullif(before, 'null'), nullif(after, 'null'), coalesce("statedAt", $3), "statedAt", "knownAfter", $3
  FROM jsonb_to_recordset($2::jsonb) AS r("functionId" int4, kind text, subject text, before jsonb, after jsonb,
    "statedAt" timestamptz, "knownAfter" timestamptz)`
const FORGET = 'DELETE FROM function_change WHERE account_region_id = $1 AND at < $2'
/** Few rows a function and month: what happened a year ago can still be looked up. */
const KEPT_MS = 400 * 86_400_000

type Place = { accountRegionId: number; nowMs: number }

/**
 * Keeps what changed, within the transaction that overwrites the state before, so that each change is noticed once. A time
 * that AWS states counts only where it lies between the two looks.
 */
export async function recordChanges(
  client: pg.ClientBase,
  { accountRegionId, nowMs }: Place,
  changes: readonly FunctionChange[],
): Promise<void> {
  if (changes.length === 0) return
  const rows = changes.map(({ statedAtMs, knownAfterMs, ...change }) => {
    const stated = statedAtMs !== null && statedAtMs >= knownAfterMs - SLACK_MS && statedAtMs <= nowMs
    return { ...change, statedAt: stated ? isoTime(statedAtMs) : null, knownAfter: isoTime(knownAfterMs) }
  })
  await client.query(RECORD, [accountRegionId, JSON.stringify(rows), new Date(nowMs)])
}

/** Drops the changes of an account-region that are older than 400 days. */
export async function forgetOldChanges(client: pg.ClientBase, { accountRegionId, nowMs }: Place): Promise<void> {
  await client.query(FORGET, [accountRegionId, new Date(nowMs - KEPT_MS)])
}
