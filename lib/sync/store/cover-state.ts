import { rangeValues } from '@/lib/sync/store/covered-sql'
import type { StepRun } from '@/lib/sync/sync-step'
import type { TimeRange } from '@/lib/sync/time-ranges'

const COVER = `
  UPDATE sync_state SET
    covered = covered - tstzmultirange(tstzrange($4, $5)) + tstzmultirange(tstzrange($6, $7)),
    cursor = coalesce(cursor, '{}'::jsonb) || $8::jsonb
  WHERE account_region_id = $1 AND step = $2 AND subject = $3`

/**
 * Says that a window's answer is stored whole, and moves the cursor. To be called within the very transaction that
 * stored the window's last rows. forget: a stretch that may have changed since it was answered.
 */
export async function coverState(
  run: StepRun,
  covered: { window: TimeRange; forget: TimeRange | null; cursor: Record<string, unknown> },
): Promise<void> {
  const { place, step, subject, lease } = run
  const ranges = [...rangeValues(covered.forget), ...rangeValues(covered.window)]
  await lease.query(COVER, [place.id, step, subject, ...ranges, JSON.stringify(covered.cursor)])
}
