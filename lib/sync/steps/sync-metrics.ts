import { selectRows } from '@/lib/server/db'
import { numberOf } from '@/lib/sync/aws/parse-values'
import type { AskedSeries, SeriesKey } from '@/lib/sync/metric-series'
import { HOUR_MS, MINUTE_MS, planLive, RECENT_MS } from '@/lib/sync/plan-windows'
import { RETENTION_MS, targetFrom } from '@/lib/sync/retention'
import { readMetricBatches } from '@/lib/sync/steps/read-metric-batches'
import { coverState } from '@/lib/sync/store/cover-state'
import { coveredJson, parseCovered } from '@/lib/sync/store/covered-sql'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { forgetMetricPoints } from '@/lib/sync/store/store-metric-points'
import type { StepOutcome, StepRun, SyncStep } from '@/lib/sync/sync-step'
import { addRange, findHoles, type TimeRange } from '@/lib/sync/time-ranges'

/** CloudWatch has a minute's points one to three minutes after it: younger minutes are not asked for. */
const PUBLISHED_AFTER_MS = 2 * MINUTE_MS
const LEAST_REREAD_MS = 15 * MINUTE_MS
const REREAD_MARGIN_MS = 5 * MINUTE_MS
const LARGEST_SLICE_MS = 24 * HOUR_MS
const LONGEST_TIMEOUT = `
  SELECT coalesce(max(timeout_s), 0) AS "timeoutS" FROM lambda_function WHERE account_region_id = $1 AND gone_at IS NULL`
const SERIES = `
  SELECT s.id, s.function_id AS "functionId", f.name AS "functionName", s.qualifier, s.executed_version AS "executedVersion",
    s.metric, s.statistic, ${coveredJson('s.covered')} AS covered
  FROM metric_series s LEFT JOIN lambda_function f ON f.id = s.function_id
  WHERE s.account_region_id = $1 AND (s.function_id = 0 OR f.gone_at IS NULL)
    AND NOT s.id = ANY(ARRAY(
      SELECT jsonb_array_elements_text(coalesce(cursor -> 'unlisted', '[]'))::int4 FROM sync_state
      WHERE account_region_id = $1 AND step = 'metric-list' AND subject = ''
    ))
  ORDER BY s.function_id, s.qualifier, s.executed_version, s.metric, s.statistic`

type SeriesRow = SeriesKey & { id: number; functionName: string | null; covered: [number, number][] }

/**
 * Reads one-minute points. Points are stamped with the start of an invocation and re-stated when it ends, therefore the
 * trailing window of the longest timeout is read again every time; then the last three hours, then backwards.
 */
export const syncMetrics: SyncStep = {
  name: 'metrics',
  kind: 'metrics',
  deadlineMs: 5 * 60_000,
  async run(run) {
    const { nowMs, state, settings } = run
    const series = await readSeries(run)
    const toMs = Math.floor((nowMs - PUBLISHED_AFTER_MS) / MINUTE_MS) * MINUTE_MS
    const floorMs = targetFrom(nowMs, RETENTION_MS.metrics, RETENTION_MS.metrics)
    const targetFromMs = Math.max(state.targetFromMs ?? toMs, floorMs)
    const liveAtMs = numberOf(state.cursor.liveAtMs)
    const readAtMs = numberOf(state.cursor.readAtMs)
    if (liveAtMs !== null && readAtMs !== null && nowMs - readAtMs < settings.metricsEveryMs) {
      return readBackfill(run, series, { targetFromMs, toMs })
    }
    return readLive(run, series, { liveAtMs, toMs, targetFromMs })
  },
}

async function readSeries({ pool, place }: StepRun): Promise<AskedSeries[]> {
  const rows = await selectRows<SeriesRow>(pool, SERIES, [place.id])
  return rows.map((row) => ({ ...row, covered: parseCovered(row.covered) }))
}

async function readLive(
  run: StepRun,
  series: readonly AskedSeries[],
  plan: { liveAtMs: number | null; toMs: number; targetFromMs: number },
): Promise<StepOutcome> {
  const { nowMs, place, pool } = run
  const [longest] = await selectRows<{ timeoutS: number }>(pool, LONGEST_TIMEOUT, [place.id])
  const overlapMs = Math.max(LEAST_REREAD_MS, (longest?.timeoutS ?? 0) * 1000 + REREAD_MARGIN_MS)
  const { window, forget } = planLive({
    liveAtMs: plan.liveAtMs,
    nowMs: plan.toMs,
    targetFromMs: plan.targetFromMs,
    overlapMs: Math.ceil(overlapMs / MINUTE_MS) * MINUTE_MS,
    firstMs: RECENT_MS,
    longestMs: RECENT_MS,
  })
  const read = await readMetricBatches(run, series, { window, forget })
  // What did not answer keeps a tail that may have changed since: from here on the backfill has to read that.
  const unsettled = { fromMs: (forget ?? window).fromMs, toMs: window.toMs }
  const unanswered = series.filter(({ id }) => !read.answeredIds.has(id))
  const isWhole = unanswered.every(({ id }) => read.refusedIds.has(id))
  await inTransaction(run.lease, async () => {
    const ids = unanswered.map(({ id }) => id)
    await forgetMetricPoints(run.lease, ids, unsettled)
    const covering = isWhole ? { window, forget } : { window: { fromMs: 0, toMs: 0 }, forget: unsettled }
    await coverState(run, { ...covering, cursor: { liveAtMs: plan.toMs, readAtMs: nowMs } })
  })
  for (const one of series) {
    if (read.answeredIds.has(one.id)) one.covered = addRange(one.covered, window)
    else one.covered = one.covered.flatMap((range) => findHoles([unsettled], range))
  }
  const counted = series.filter(({ id }) => !read.refusedIds.has(id))
  const outcome = await finish(run, { rest: series, counted }, { ...plan, readAtMs: nowMs, rows: read.rows })
  return { ...outcome, detail: read.detail, window }
}

/** The newest stretch that a series lacks, for all series that lack the same: one that began later is caught up alone. */
async function readBackfill(
  run: StepRun,
  series: readonly AskedSeries[],
  plan: { targetFromMs: number; toMs: number },
): Promise<StepOutcome> {
  const readAtMs = numberOf(run.state.cursor.readAtMs) ?? run.nowMs
  let rest = series
  let counted = series
  for (;;) {
    const hole = newestHole(rest, plan)
    if (hole === null) return finish(run, { rest, counted }, { ...plan, readAtMs, rows: 0 })
    const read = await readMetricBatches(run, hole.series, { window: hole.window, forget: null })
    for (const one of hole.series) if (read.answeredIds.has(one.id)) one.covered = addRange(one.covered, hole.window)
    // What was not answered is tried again with the next live read, and must not keep the others waiting.
    const unanswered = hole.series.filter(({ id }) => !read.answeredIds.has(id))
    rest = rest.filter((one) => !unanswered.includes(one))
    counted = counted.filter(({ id }) => !read.refusedIds.has(id))
    if (read.answeredIds.size === 0) continue
    const outcome = await finish(run, { rest, counted }, { ...plan, readAtMs, rows: read.rows })
    return { ...outcome, detail: read.detail, window: hole.window }
  }
}

function newestHole(
  series: readonly AskedSeries[],
  plan: { targetFromMs: number; toMs: number },
): { window: TimeRange; series: AskedSeries[] } | null {
  const whole = { fromMs: plan.targetFromMs, toMs: plan.toMs }
  let newest: { window: TimeRange; series: AskedSeries[] } | null = null
  for (const one of series) {
    const hole = findHoles(one.covered, whole).at(-1)
    if (hole === undefined || (newest !== null && hole.toMs < newest.window.toMs)) continue
    if (newest === null || hole.toMs > newest.window.toMs) newest = { window: hole, series: [one] }
    else
      newest = {
        window: { ...hole, fromMs: Math.max(hole.fromMs, newest.window.fromMs) },
        series: [...newest.series, one],
      }
  }
  if (newest === null) return null
  const { window } = newest
  return { ...newest, window: { ...window, fromMs: Math.max(window.fromMs, window.toMs - LARGEST_SLICE_MS) } }
}

/**
 * Says what all counted series have, which is how far the pages can count on; those that the endpoint refuses are not
 * counted. What the rest still lack is due at once.
 */
async function finish(
  run: StepRun,
  { rest, counted }: { rest: readonly AskedSeries[]; counted: readonly AskedSeries[] },
  plan: { targetFromMs: number; toMs: number; readAtMs: number; rows: number },
): Promise<StepOutcome> {
  const { nowMs, settings } = run
  const lacking = newestHole(counted, plan)
  const remaining = newestHole(rest, plan)
  const fromMs = Math.min(lacking === null ? plan.targetFromMs : lacking.window.toMs, plan.toMs)
  await coverState(run, { window: { fromMs, toMs: plan.toMs }, forget: null, cursor: {} })
  const nextReadMs = Math.max(nowMs + 1000, plan.readAtMs + settings.metricsEveryMs)
  return { state: 'ok', detail: null, nextRunAtMs: remaining === null ? nextReadMs : nowMs, rows: plan.rows }
}
