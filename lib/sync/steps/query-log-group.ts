import type pg from 'pg'
import { selectRows } from '@/lib/server/db'
import { AwsFailure } from '@/lib/sync/aws/aws-failure'
import { numberOf } from '@/lib/sync/aws/parse-values'
import { MOST_ROWS } from '@/lib/sync/aws/start-log-query'
import { MINUTE_MS, planLive } from '@/lib/sync/plan-windows'
import { FIRST_SIZE_MS, floorSecond, parseReading, type QueryReading } from '@/lib/sync/steps/plan-query'
import { readQueried } from '@/lib/sync/steps/read-queried'
import { ensurePartitions } from '@/lib/sync/store/ensure-partitions'
import type { LogPageContext } from '@/lib/sync/store/log-page-context'
import type { StepOutcome, StepRun } from '@/lib/sync/sync-step'

const EVERY_MS = 15 * MINUTE_MS
const OVERLAP_MS = 5 * MINUTE_MS
const LONGEST_MS = 60 * MINUTE_MS
const ATTEMPTS = 3
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const DEFAULT_USD_PER_DAY = 0.25
const LOST = `This log group has seconds of more than ${MOST_ROWS.toLocaleString('en')} lines. Logs Insights gives no more: the others are missing, and those seconds count as not read.`
const SPENT = `
  SELECT (SELECT value FROM instance_setting WHERE key = 'insights_usd_per_day') AS "most",
         (SELECT coalesce(sum(usd), 0) FROM api_usage WHERE account_region_id = $1 AND service = 'logs'
            AND operation = 'StartQuery' AND hour >= date_trunc('day', $2::timestamptz, 'UTC'))::float8 AS "spentUsd"`

/** Whether FilterLogEvents refused a group for its class, which tells before the listing of groups does, or of which AWS says little. */
export function isRefusedForClass(error: unknown, logGroupClass: string | null): boolean {
  if (!(error instanceof AwsFailure) || error.operation !== 'FilterLogEvents') return false
  const isOther = logGroupClass !== null && logGroupClass !== 'STANDARD'
  return error.message.startsWith('InvalidOperation') || (isOther && error.message.startsWith('InvalidParameter'))
}

/**
 * Reads a log group that only Logs Insights can read. Every query is paid for by the bytes of its window, so only the
 * newest lines are read, each quarter of an hour, with a limit of dollars for each account-region and day: older lines
 * are never gone back to. A window is read in pieces and counts as covered as their lines are stored; one that a run did
 * not come to the end of is gone on with before there is another.
 */
export async function queryLogGroup(run: StepRun, context: LogPageContext): Promise<StepOutcome> {
  const { nowMs, state, pool, place } = run
  const liveAtMs = numberOf(state.cursor.liveAtMs)
  const left = parseReading(state.cursor.reading)
  if (left === null && liveAtMs !== null && liveAtMs <= nowMs && nowMs - liveAtMs < EVERY_MS) {
    return { state: 'ok', detail: null, nextRunAtMs: liveAtMs + EVERY_MS, rows: 0 }
  }
  const budget = await readBudget(pool, place.id, nowMs)
  if (left === null && budget.spentUsd >= budget.mostUsd) return refused(run, budget.mostUsd)
  const reading = left ?? planReading(run, liveAtMs)
  const { rows, isLost, sizeMs } = await readPieces(run, context, reading, budget.mostUsd)
  return {
    state: 'ok',
    detail: isLost ? LOST : null,
    nextRunAtMs: Math.max(nowMs, reading.toMs + EVERY_MS),
    rows,
    window: { fromMs: reading.fromMs, toMs: reading.toMs },
    cursor: { liveAtMs: reading.toMs, reading: null, sizeMs },
  }
}

function planReading({ nowMs, state }: StepRun, liveAtMs: number | null): QueryReading {
  const bounds = { overlapMs: OVERLAP_MS, firstMs: EVERY_MS, longestMs: LONGEST_MS }
  const { window } = planLive({ liveAtMs, nowMs, targetFromMs: state.targetFromMs ?? nowMs, ...bounds })
  const sizeMs = numberOf(state.cursor.sizeMs) ?? FIRST_SIZE_MS
  return { fromMs: floorSecond(window.fromMs), toMs: floorSecond(window.toMs), sizeMs, query: null }
}

async function readBudget(pool: pg.Pool, placeId: number, nowMs: number) {
  const [row] = await selectRows<{ most: string | null; spentUsd: number }>(pool, SPENT, [placeId, new Date(nowMs)])
  const most = row?.most == null ? DEFAULT_USD_PER_DAY : Number(row.most)
  return { mostUsd: Number.isFinite(most) ? Math.max(0, most) : DEFAULT_USD_PER_DAY, spentUsd: row?.spentUsd ?? 0 }
}

function refused({ nowMs }: StepRun, mostUsd: number): StepOutcome {
  const tomorrowMs = (Math.floor(nowMs / DAY_MS) + 1) * DAY_MS
  const reason = mostUsd === 0 ? 'is turned off' : `has used up today’s $${mostUsd} of this region`
  const detail = `Reading this log group with Logs Insights ${reason}. To change that, set insights_usd_per_day in the database’s table instance_setting.`
  return {
    state: mostUsd === 0 ? 'unavailable' : 'budget',
    detail,
    nextRunAtMs: Math.min(nowMs + HOUR_MS, tomorrowMs),
    rows: 0,
  }
}

/**
 * Reads on to the end of the window, or until the day's dollars are spent: the rest then stays uncovered, which is known not
 * to be known. So does the rest of a window that is long past, but for the query of it that is paid already. isLost: a
 * second has lines that no query gives. sizeMs: how long the next window's first query is to be.
 */
async function readPieces(
  run: StepRun,
  context: LogPageContext,
  left: QueryReading,
  mostUsd: number,
): Promise<{ rows: number; isLost: boolean; sizeMs: number }> {
  await ensurePartitions(run.pool, ['log_event', 'invocation', 'invocation_minute', 'invocation_hour'], {
    fromMs: left.fromMs - DAY_MS,
    toMs: left.toMs,
  })
  let reading = left
  let rows = 0
  let isLost = false
  let failures = 0
  while (reading.fromMs < reading.toMs) {
    if (reading.query === null) {
      const { spentUsd } = await readBudget(run.pool, run.place.id, run.nowMs)
      if (spentUsd >= mostUsd || run.nowMs - reading.toMs > LONGEST_MS) break
    }
    const read = await readQueried(run, context, reading)
    failures = read.failed === null ? 0 : failures + 1
    if (failures === ATTEMPTS) throw failure(`The query ${read.failed}.`)
    rows += read.rows
    isLost ||= read.isLost
    reading = read.next
  }
  return { rows, isLost, sizeMs: reading.sizeMs }
}

function failure(message: string): AwsFailure {
  const call = { service: 'logs', operation: 'GetQueryResults', iamAction: 'logs:GetQueryResults' }
  return new AwsFailure('other', message, call)
}
