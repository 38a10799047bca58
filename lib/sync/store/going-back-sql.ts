/**
 * SQL for whether the logs step in the row `s` of sync_state is on its way back: history is lacking, it is not paused, and
 * some of it was completed within the day before `now`. One that never gets further (its log group was deleted, or is read
 * by Logs Insights only, or fails again and again) is waited for by nobody.
 */
export function isGoingBack(s: string, now: string): string {
  return `(${s}.backfill_at IS NOT NULL AND EXISTS (
    SELECT 1 FROM account_region p LEFT JOIN aws_account a ON a.id = p.aws_account_id
    WHERE p.id = ${s}.account_region_id AND p.pulled AND a.paused IS NOT TRUE
      AND NOT coalesce(${s}.kind = ANY(a.paused_backfills), false)
  ) AND EXISTS (
    SELECT 1 FROM sync_run r
    WHERE r.account_region_id = ${s}.account_region_id AND r.step = ${s}.step AND r.subject = ${s}.subject
      AND r.started_at > ${now}::timestamptz - interval '1 day' AND r.backfilled_ms > 0
  ))`
}
