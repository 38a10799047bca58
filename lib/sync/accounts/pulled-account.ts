import type pg from 'pg'
import { selectRows } from '@/lib/server/db'
import type { StepStateName } from '@/lib/sync/sync-step'

/** An account as it is configured; the worker reads it from aws_account. */
export type PulledAccount = {
  id: number
  name: string
  roleArn: string | null
  externalId: string | null
  profile: string | null
  regions: string[]
}

const PULLED = `
  SELECT id, name, role_arn AS "roleArn", external_id AS "externalId", profile, regions
  FROM aws_account WHERE NOT paused ORDER BY id`
const SAVE_STATE = `
  UPDATE aws_account SET state = $2, detail = $3, state_at = $4, account_id = coalesce($5, account_id)
  WHERE id = $1 AND (state, coalesce(detail, ''), coalesce(account_id, '')) IS DISTINCT FROM ($2, coalesce($3, ''), coalesce($5, account_id, ''))`

/** The accounts that are not paused. */
export function listPulledAccounts(pool: pg.Pool): Promise<PulledAccount[]> {
  return selectRows<PulledAccount>(pool, PULLED, [])
}

export type AccountOutcome = { state: StepStateName; detail: string | null; atMs: number; accountId?: string }

/** Keeps whether the credentials of an account work, and which account they belong to. Written only when it changed. */
export async function saveAccountState(pool: pg.Pool, id: number, outcome: AccountOutcome): Promise<void> {
  const { state, detail, atMs, accountId } = outcome
  await pool.query(SAVE_STATE, [id, state, detail, new Date(atMs), accountId ?? null])
}
