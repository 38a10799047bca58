import type pg from 'pg'
import { selectRows } from '@/lib/server/db'
import { log } from '@/lib/server/log'
import { BudgetUsedUp } from '@/lib/server/meter'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { AwsFailure, stateOfFailure } from '@/lib/sync/aws/aws-failure'
import { recordOf } from '@/lib/sync/aws/parse-values'
import { MINUTE_MS, RECENT_MS } from '@/lib/sync/plan-windows'
import { coveredJson, parseCovered } from '@/lib/sync/store/covered-sql'
import { ensurePartitions, forgetPartitions } from '@/lib/sync/store/ensure-partitions'
import type { AccountRegion, StepOutcome, StepRun, StepState, SyncSettings, SyncStep } from '@/lib/sync/sync-step'
import { findHoles, type TimeRange } from '@/lib/sync/time-ranges'

export type StepTask = {
  pool: pg.Pool
  place: AccountRegion
  step: SyncStep
  subject: string
  /** Reads what is older than the recent hours, which a live run leaves alone. */
  backfill?: boolean
  settings: SyncSettings
  clock: () => number
  openAws(nowMs: number, signal: AbortSignal): AwsAccess
  signal: AbortSignal
}

type StateRow = {
  cursor: unknown
  covered: [number, number][]
  targetFromMs: number | null
  failures: number
  nextRunAtMs: number
}

/** Runs of what is new may go on for so long before they look for what is newer; runs of what is old, before they let those in. */
const LIVE_TURN_MS = 30_000
const BACKFILL_TURN_MS = 20_000
const LOOK_MS = 15 * MINUTE_MS
const FAILED_BACKFILL_MS = MINUTE_MS
const STATE = `
  cursor, failures, (extract(epoch FROM target_from) * 1000)::float8 AS "targetFromMs", ${coveredJson('covered')} AS covered,
  (extract(epoch FROM next_run_at) * 1000)::float8 AS "nextRunAtMs"`
/* wakeSteps says 'epoch': a step that is woken while it runs stays due when it ends. */
const BEGIN_RUN = `
  UPDATE sync_state SET last_started_at = $4, next_run_at = $4, state = CASE WHEN state = 'waiting' THEN 'running' ELSE state END
  WHERE account_region_id = $1 AND step = $2 AND subject = $3 AND next_run_at <= $4
  RETURNING ${STATE}`
const BEGIN_BACKFILL = `
  UPDATE sync_state SET last_started_at = $4, backfill_at = $4
  WHERE account_region_id = $1 AND step = $2 AND subject = $3 AND backfill_at <= $4
  RETURNING ${STATE}`
const END_RUN = `
  UPDATE sync_state SET state = $4, detail = $5, failures = $7,
    next_run_at = CASE WHEN next_run_at = 'epoch' THEN next_run_at ELSE coalesce($6, next_run_at) END,
    backfill_at = CASE
      WHEN backfill_at = 'epoch' OR target_from IS NULL THEN backfill_at
      WHEN $13::timestamptz IS NOT NULL THEN $13
      WHEN backfill_at IS NULL AND target_from < $12 AND NOT covered @> tstzrange(target_from, $12) THEN $8
      ELSE backfill_at END,
    last_ok_at = CASE WHEN $4 = 'ok' THEN $8::timestamptz ELSE last_ok_at END,
    last_failed_at = CASE WHEN $4 = 'ok' THEN last_failed_at ELSE $8::timestamptz END,
    cursor = CASE WHEN $9::jsonb IS NULL THEN cursor ELSE coalesce(cursor, '{}'::jsonb) || $9::jsonb END,
    done = coalesce($10, done), total = coalesce($11, total)
  WHERE account_region_id = $1 AND step = $2 AND subject = $3
  RETURNING ${coveredJson('covered')} AS covered`
const KEEP_RUN = `
  INSERT INTO sync_run (account_region_id, step, subject, started_at, ended_at, outcome, detail, from_at, to_at, calls, rows, backfilled_ms)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`

/**
 * One run of a step under its lease: a session advisory lock on the connection that writes the step's rows. When the
 * process dies, lock and open transaction vanish together. False when another worker has the step or it is no longer due.
 */
export async function runStep(task: StepTask): Promise<boolean> {
  const lease = await task.pool.connect()
  // The lock went with the connection: another worker may begin, so that this run must send nothing more.
  const lost = new AbortController()
  const onLost = () => lost.abort()
  lease.on('error', onLost)
  const key = [task.place.id, `${task.step.name}:${task.subject}`]
  let broken = false
  try {
    const [lock] = await selectRows<{ held: boolean }>(
      lease,
      'SELECT pg_try_advisory_lock($1, hashtext($2)) AS held',
      key,
    )
    if (!lock?.held) return false
    try {
      return await runUnderLease(task, lease, lost.signal)
    } finally {
      await lease.query('SELECT pg_advisory_unlock($1, hashtext($2))', key)
    }
  } catch (error) {
    // Closing the connection is what surely gives the lock back.
    broken = true
    throw error
  } finally {
    lease.off('error', onLost)
    lease.release(broken)
  }
}

async function runUnderLease(task: StepTask, lease: pg.PoolClient, lost: AbortSignal): Promise<boolean> {
  const { place, step, subject, backfill = false } = task
  const nowMs = task.clock()
  const begin = backfill ? BEGIN_BACKFILL : BEGIN_RUN
  const [row] = await selectRows<StateRow>(lease, begin, [place.id, step.name, subject, new Date(nowMs)])
  if (row === undefined) return false
  const { targetFromMs } = row
  const state: StepState = {
    cursor: recordOf(row.cursor) ?? {},
    covered: parseCovered(row.covered),
    targetFromMs: backfill || targetFromMs === null ? targetFromMs : Math.max(targetFromMs, recentFrom(nowMs)),
    failures: row.failures,
  }
  // Both runs have the same lease: history that is read for minutes would keep the newest data waiting.
  const turnEndMs = backfill ? Math.min(nowMs + BACKFILL_TURN_MS, row.nextRunAtMs) : nowMs + LIVE_TURN_MS
  const isTimeUp = () => task.clock() >= turnEndMs
  const signal = AbortSignal.any([task.signal, lost, AbortSignal.timeout(step.deadlineMs)])
  const aws = task.openAws(nowMs, signal)
  const { pool, settings } = task
  const run = { place, step: step.name, subject, state, lease, pool, aws, nowMs, settings, signal, isTimeUp }
  const outcome = await settle(step, run)
  // Told to stop: the run leaves no trace but the rows that it vouched for, and is due as before.
  if (task.signal.aborted && outcome.state !== 'ok') return true
  await endRun(run, outcome, { backfill, targetFromMs, endedMs: Math.max(nowMs, task.clock()) })
  return true
}

/** What is older than this is read by backfill runs only. Whole minutes. */
function recentFrom(nowMs: number): number {
  return Math.ceil((nowMs - RECENT_MS) / MINUTE_MS) * MINUTE_MS
}

async function endRun(
  run: StepRun,
  outcome: StepOutcome,
  { backfill, targetFromMs, endedMs }: { backfill: boolean; targetFromMs: number | null; endedMs: number },
): Promise<void> {
  const { place, step, subject, lease, state, nowMs } = run
  const { state: name, detail, cursor, done, total, window, rows } = outcome
  const [after] = await selectRows<Pick<StateRow, 'covered'>>(lease, END_RUN, [
    ...[place.id, step, subject, name, detail, backfill ? null : new Date(outcome.nextRunAtMs)],
    ...[name === 'ok' ? 0 : state.failures + 1, new Date(endedMs)],
    ...[cursor === undefined ? null : JSON.stringify(cursor), done ?? null, total ?? null],
    ...[new Date(recentFrom(nowMs)), backfill ? new Date(nextBackfill(outcome, nowMs)) : null],
  ])
  // A backfill that found nothing lacking is no news.
  if (backfill && name === 'ok' && rows === 0 && run.aws.calls === 0) return
  const lacking = (covered: readonly TimeRange[]) =>
    targetFromMs === null ? 0 : lengthOf(findHoles(covered, { fromMs: targetFromMs, toMs: recentFrom(nowMs) }))
  const backfilledMs = Math.max(0, lacking(state.covered) - lacking(parseCovered(after?.covered ?? [])))
  const bounds = window ? [new Date(window.fromMs), new Date(window.toMs)] : [null, null]
  await ensurePartitions(run.pool, ['sync_run'], { fromMs: nowMs, toMs: nowMs })
  await lease.query(KEEP_RUN, [
    ...[place.id, step, subject, new Date(nowMs), new Date(endedMs), name, detail],
    ...[...bounds, run.aws.calls, rows, Math.round(backfilledMs)],
  ])
}

/** At once while more is lacking. A stretch may open again later, so that a look is taken now and then; it costs no call. */
function nextBackfill({ state, nextRunAtMs }: StepOutcome, nowMs: number): number {
  if (state !== 'ok') return Math.max(nextRunAtMs, nowMs + FAILED_BACKFILL_MS)
  return nextRunAtMs <= nowMs ? nowMs : Math.max(nextRunAtMs, nowMs + LOOK_MS)
}

function lengthOf(ranges: readonly TimeRange[]): number {
  return ranges.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)
}

/** Runs the step; a refusal or a failure of AWS becomes a state with a time to try again. */
async function settle(step: SyncStep, run: StepRun): Promise<StepOutcome> {
  try {
    return await step.run(run)
  } catch (error) {
    const waitMs = backOffMs(run.state.failures)
    if (error instanceof BudgetUsedUp) {
      return { state: 'budget', detail: error.message, nextRunAtMs: run.nowMs + Math.max(waitMs, 300_000), rows: 0 }
    }
    if (error instanceof AwsFailure) {
      const detail = `${error.operation}: ${error.message}${error.kind === 'denied' ? ` (${error.iamAction})` : ''}`
      const nextRunAtMs = run.nowMs + restMs(error, waitMs)
      return { state: stateOfFailure(error), detail, nextRunAtMs, rows: 0 }
    }
    // It may have met a partition that another process has dropped since it was made.
    forgetPartitions(run.pool)
    // A dead connection cannot record anything: the lease is lost, and whoever takes it next begins again.
    log.error({ err: error, step: step.name, place: run.place.id, subject: run.subject }, 'a sync step failed')
    const detail = 'The run failed within Lambdascope; the log of the worker says why.'
    return { state: 'failed', detail, nextRunAtMs: run.nowMs + waitMs, rows: 0 }
  }
}

/** Credentials do not mend within seconds; whoever mends them is noticed at the next try, and wakes the other steps. */
function restMs({ kind }: AwsFailure, waitMs: number): number {
  if (kind === 'aborted') return 0
  return kind === 'credentials' ? Math.max(60_000, waitMs) : waitMs
}

/** 5 s after the first failure, doubling to ten minutes. */
export function backOffMs(failures: number): number {
  return Math.min(600_000, 5_000 * 2 ** Math.min(failures, 10))
}
