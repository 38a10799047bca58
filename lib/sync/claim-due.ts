import type pg from 'pg'
import { selectRows } from '@/lib/server/db'

/**
 * backfill: what is older than the recent hours is to be read, which waits for everything that is new. isAway: nothing of
 * its account-region could be reached of late, so that the run may last until it is given up.
 */
export type Claim = { accountRegionId: number; step: string; subject: string; backfill: boolean; isAway: boolean }

/* Log groups wait for the pace of one call, which a metric or a trace must not wait for; and those that nobody uses let the others go first. */
const HANDICAP = `CASE WHEN step <> 'logs' THEN interval '-1 minute'
    WHEN (cursor ->> 'isUnused')::bool THEN interval '2 minutes' ELSE interval '0' END`
const DUE = `
  WITH away AS (
    SELECT account_region_id FROM sync_state GROUP BY account_region_id
    HAVING max(last_failed_at) FILTER (WHERE state = 'unreachable') > coalesce(max(last_ok_at) FILTER (WHERE step <> 'prune'), 'epoch')
  )
  SELECT account_region_id AS "accountRegionId", step, subject, backfill,
    account_region_id IN (SELECT account_region_id FROM away) AS "isAway" FROM (
    SELECT account_region_id, step, subject, due_at, last_started_at, backfill, row_number() OVER (
      PARTITION BY account_region_id, backfill ORDER BY due_at, last_started_at NULLS FIRST, step, subject
    ) AS turn FROM (
      SELECT account_region_id, step, subject, next_run_at + ${HANDICAP} AS due_at, last_started_at, false AS backfill
      FROM sync_state WHERE next_run_at <= $1
      UNION ALL
      SELECT s.account_region_id, s.step, s.subject, s.backfill_at, s.last_started_at, true
      FROM sync_state s JOIN account_region p ON p.id = s.account_region_id
        LEFT JOIN aws_account a ON a.id = p.aws_account_id
      WHERE s.backfill_at <= $1 AND NOT coalesce(s.kind = ANY(a.paused_backfills), false)
    ) AS wanted
  ) AS due
  WHERE turn <= $2
  ORDER BY backfill, turn, due_at, last_started_at NULLS FIRST, account_region_id`

/**
 * The steps that are due: all that read what is new before any that reads what is old; within each, the longest waiting
 * first (some count as waiting for longer or shorter than they do) and account-regions taking turns, at most `perPlace` of each, so that one with thousands of log groups does not
 * crowd out the others. A backfill that is paused is not due.
 */
export function listDue(pool: pg.Pool, nowMs: number, perPlace: number): Promise<Claim[]> {
  return selectRows<Claim>(pool, DUE, [new Date(nowMs), perPlace])
}
