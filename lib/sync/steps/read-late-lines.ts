import { advanceRepair, planRepair, type Repair, type RepairRules } from '@/lib/sync/plan-repair'
import { REACH_MS, targetFrom } from '@/lib/sync/retention'
import { readLogWindow } from '@/lib/sync/steps/read-log-window'
import type { LogPageContext } from '@/lib/sync/store/log-page-context'
import type { StepRun } from '@/lib/sync/sync-step'

/** repair: how far it is, kept in the step's cursor under `key`. */
export type LateLines = { key: 'late' | 'repair'; repair: Repair; rules: RepairRules }

/**
 * Reads one slice of a log group again for lines that came later than the live reads look back, of all that was read
 * before, however far back this run may go for what was not; less where the run's time is up. Answers how far the repair
 * is, and how many lines were new. Throws AwsFailure.
 */
export async function readLateLines(
  run: StepRun,
  context: LogPageContext,
  { key, repair: known, rules }: LateLines,
): Promise<{ repair: Repair; rows: number }> {
  const { nowMs, state } = run
  const keptFromMs = targetFrom(nowMs, REACH_MS.logs, REACH_MS.logs)
  const firstMs = Math.max(state.covered[0]?.fromMs ?? nowMs, keptFromMs)
  const { repair, window } = planRepair(known, { nowMs, firstMs }, rules)
  if (window === null) return { repair, rows: 0 }
  const cursorAt = (reachedMs: number) => ({ [key]: { ...repair, reachedMs } })
  const { pages, rows, reachedMs } = await readLogWindow(run, context, {
    window,
    forget: null,
    cursorAt,
    mayStop: true,
  })
  return { repair: advanceRepair(repair, { fromMs: window.fromMs, toMs: reachedMs }, pages, rules), rows }
}
