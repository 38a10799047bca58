import type pg from 'pg'
import { selectRows } from '@/lib/server/db'

export type Claim = { accountRegionId: number; step: string; subject: string }

const DUE = `
  SELECT account_region_id AS "accountRegionId", step, subject FROM (
    SELECT account_region_id, step, subject, next_run_at, last_started_at, row_number() OVER (
      PARTITION BY account_region_id ORDER BY next_run_at, last_started_at NULLS FIRST, step, subject
    ) AS turn
    FROM sync_state WHERE next_run_at <= $1
  ) AS due
  WHERE turn <= $2
  ORDER BY turn, next_run_at, last_started_at NULLS FIRST, account_region_id`

/**
 * The steps that are due, longest waiting first, account-regions taking turns; at most `perPlace` of each, so that one
 * with thousands of log groups does not crowd out the others.
 */
export function listDue(pool: pg.Pool, nowMs: number, perPlace: number): Promise<Claim[]> {
  return selectRows<Claim>(pool, DUE, [new Date(nowMs), perPlace])
}
