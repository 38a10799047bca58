import type pg from 'pg'
import { selectRows } from '@/lib/server/db'
import { AwsFailure } from '@/lib/sync/aws/aws-failure'
import { numberOf } from '@/lib/sync/aws/parse-values'
import { MOST_ROWS, queryLogEvents } from '@/lib/sync/aws/query-log-events'
import { MINUTE_MS, planLive } from '@/lib/sync/plan-windows'
import { cutQueried, floorSecond, type QueriedPart } from '@/lib/sync/steps/cut-queried'
import { coverState } from '@/lib/sync/store/cover-state'
import { ensurePartitions } from '@/lib/sync/store/ensure-partitions'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import type { LogPageContext } from '@/lib/sync/store/log-page-context'
import { storeLogPage } from '@/lib/sync/store/store-log-page'
import type { StepOutcome, StepRun } from '@/lib/sync/sync-step'
import type { TimeRange } from '@/lib/sync/time-ranges'

const EVERY_MS = 15 * MINUTE_MS
const OVERLAP_MS = 5 * MINUTE_MS
const LONGEST_MS = 60 * MINUTE_MS
const SECOND_MS = 1_000
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
 * are never gone back to. A window counts as covered piece by piece, as its lines are stored.
 */
export async function queryLogGroup(run: StepRun, context: LogPageContext): Promise<StepOutcome> {
  const { nowMs, state, pool, place } = run
  const liveAtMs = numberOf(state.cursor.liveAtMs)
  if (liveAtMs !== null && liveAtMs <= nowMs && nowMs - liveAtMs < EVERY_MS) {
    return { state: 'ok', detail: null, nextRunAtMs: liveAtMs + EVERY_MS, rows: 0 }
  }
  const budget = await readBudget(pool, place.id, nowMs)
  if (budget.spentUsd >= budget.mostUsd) return refused(run, budget.mostUsd)
  const bounds = { overlapMs: OVERLAP_MS, firstMs: EVERY_MS, longestMs: LONGEST_MS }
  const targetFromMs = state.targetFromMs ?? nowMs
  const { window } = planLive({ liveAtMs, nowMs, targetFromMs, ...bounds })
  const whole = { fromMs: floorSecond(window.fromMs), toMs: floorSecond(window.toMs) }
  const { rows, isLost } = await readPieces(run, context, whole, budget.mostUsd)
  const detail = isLost ? LOST : null
  return { state: 'ok', detail, nextRunAtMs: nowMs + EVERY_MS, rows, window: whole, cursor: { liveAtMs: nowMs } }
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
 * A piece that holds more lines than a query gives is stored up to its last whole second, and the rest read in smaller
 * pieces. isLost: a second has lines that no query gives.
 */
async function readPieces(
  run: StepRun,
  context: LogPageContext,
  whole: TimeRange,
  mostUsd: number,
): Promise<{ rows: number; isLost: boolean }> {
  await ensurePartitions(run.pool, ['log_event', 'invocation', 'invocation_minute', 'invocation_hour'], {
    fromMs: whole.fromMs - DAY_MS,
    toMs: whole.toMs,
  })
  let rows = 0
  let isLost = false
  let sizeMs = whole.toMs - whole.fromMs
  let fromMs = whole.fromMs
  while (fromMs < whole.toMs) {
    const piece = { fromMs, toMs: Math.min(fromMs + sizeMs, whole.toMs) }
    const answer = await queryLogEvents(run.aws, run.subject, piece)
    const parts = cutQueried(piece, answer)
    const toMs = parts.at(-1)?.window.toMs ?? fromMs
    if (toMs === fromMs) {
      sizeMs = SECOND_MS
      continue
    }
    for (const part of parts) rows += await store(run, context, part)
    isLost ||= parts.some(({ isWhole }) => !isWhole)
    if (answer.isCut) sizeMs = Math.max(SECOND_MS, floorSecond((toMs - fromMs) * 0.8))
    fromMs = toMs
    const { spentUsd } = await readBudget(run.pool, run.place.id, run.nowMs)
    // The rest stays uncovered: it is known not to be known.
    if (spentUsd >= mostUsd) break
  }
  return { rows, isLost }
}

function store(run: StepRun, context: LogPageContext, { window, events, isWhole }: QueriedPart) {
  return inTransaction(run.lease, async () => {
    const added = await storeLogPage(run.lease, context, events)
    if (isWhole) await coverState(run, { window, forget: null, cursor: {} })
    return added
  })
}
