import { selectRows } from '@/lib/server/db'
import { numberOf } from '@/lib/sync/aws/parse-values'
import type { AskedSeries, SeriesKey } from '@/lib/sync/metric-series'
import {
  goodFor,
  IDLE_AFTER_MS,
  type MetricPlan,
  type MetricWindow,
  planLiveMetrics,
  planMetricBackfill,
  publishedUntil,
} from '@/lib/sync/metric-windows'
import { HOUR_MS, MINUTE_MS } from '@/lib/sync/plan-windows'
import { REACH_MS, targetFrom } from '@/lib/sync/retention'
import { missedByResting } from '@/lib/sync/steps/missed-by-resting'
import { type MetricRead, readMetricBatches } from '@/lib/sync/steps/read-metric-batches'
import { coverState } from '@/lib/sync/store/cover-state'
import { coveredJson, parseCovered } from '@/lib/sync/store/covered-sql'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { forgetMetricPoints } from '@/lib/sync/store/store-metric-points'
import { wakeUnusedGroups } from '@/lib/sync/store/unused-groups'
import type { StepOutcome, StepRun, SyncStep } from '@/lib/sync/sync-step'
import { addRange, findHoles } from '@/lib/sync/time-ranges'

const LEAST_REREAD_MS = 15 * MINUTE_MS
const REREAD_MARGIN_MS = 5 * MINUTE_MS
/** How often what has no points is asked for; more often where no listing tells that it is idle. */
const IDLE_EVERY_MS = { listed: 6 * HOUR_MS, unlisted: 15 * MINUTE_MS }
const PLACE = `
  SELECT coalesce((SELECT max(timeout_s) FROM lambda_function WHERE account_region_id = $1 AND gone_at IS NULL), 0) AS "timeoutS",
    coalesce((SELECT state = 'ok' FROM api_state WHERE account_region_id = $1 AND operation = 'ListMetrics'), false) AS "isListed"`
const SERIES = `
  SELECT s.id, s.function_id AS "functionId", f.name AS "functionName", s.qualifier, s.executed_version AS "executedVersion",
    s.subject, s.metric, s.statistic, s.state = 'as-whole' AS "asWhole", ${coveredJson('s.covered')} AS covered,
    (extract(epoch FROM s.read_at) * 1000)::float8 AS "readAtMs",
    (extract(epoch FROM s.last_point_at) * 1000)::float8 AS "lastPointAtMs"
  FROM metric_series s LEFT JOIN lambda_function f ON f.id = s.function_id
  WHERE s.account_region_id = $1 AND s.state IN ('asked', 'as-whole') AND (s.function_id = 0 OR f.gone_at IS NULL)
  ORDER BY s.function_id, s.qualifier, s.executed_version, s.subject, s.metric, s.statistic`
/* What logged in the minutes that are read now: resting ones are woken by it. */
const LOGGED = `
  SELECT f.id FROM unnest($1::int4[]) AS f(id)
  WHERE EXISTS (SELECT 1 FROM invocation_minute m WHERE m.function_id = f.id AND m.at >= $2 AND m.at < $3)`

type SeriesRow = SeriesKey &
  Pick<AskedSeries, 'id' | 'functionName' | 'asWhole' | 'readAtMs' | 'lastPointAtMs'> & { covered: [number, number][] }
/** Series by how they are asked for: live now, or only when they lack something. */
type Live = { windows: MetricWindow[]; series: readonly AskedSeries[] }

/**
 * Reads points, of those series first that have any lately. They are stamped with the start of an invocation and re-stated
 * when it ends, therefore the trailing window of the longest timeout is read again every time; then the last three hours,
 * then backwards. Quiet series are read less often, and at once when a listing, a log line or a sum says that they are not.
 */
export const syncMetrics: SyncStep = {
  name: 'metrics',
  kind: 'metrics',
  deadlineMs: 5 * 60_000,
  async run(run) {
    const { nowMs, state, settings } = run
    const series = await readSeries(run)
    const toMs = publishedUntil(nowMs)
    const floorMs = targetFrom(nowMs, REACH_MS.metrics, REACH_MS.metrics)
    const plan = { targetFromMs: Math.max(state.targetFromMs ?? toMs, floorMs), toMs }
    const readAtMs = numberOf(state.cursor.readAtMs)
    const isLive = readAtMs === null || nowMs >= nextAfter(readAtMs, settings.metricsEveryMs)
    // What was never read live, because it was just found or woken, does not wait for the others.
    const wanted = series.filter((one) => isLive || one.readAtMs === null)
    const windows = await planLive(run, wanted, plan)
    if (!isLive && windows.length === 0) return readBackfill(run, series, plan, readAtMs)
    return readLive(run, { windows, series }, plan, isLive ? nowMs : readAtMs)
  },
}

/** When a cadence is over after a read: with the minute, so that what a read brings is as old each time. */
function nextAfter(atMs: number, everyMs: number): number {
  return Math.floor(atMs / MINUTE_MS) * MINUTE_MS + everyMs
}

async function readSeries({ pool, place }: StepRun): Promise<AskedSeries[]> {
  const rows = await selectRows<SeriesRow>(pool, SERIES, [place.id])
  return rows.map((row) => ({ ...row, covered: parseCovered(row.covered) }))
}

async function planLive(run: StepRun, series: readonly AskedSeries[], plan: MetricPlan): Promise<MetricWindow[]> {
  const { pool, place, nowMs } = run
  type Row = { timeoutS: number; isListed: boolean }
  const [row] = await selectRows<Row>(pool, PLACE, [place.id])
  const idleEveryMs = row?.isListed ? IDLE_EVERY_MS.listed : IDLE_EVERY_MS.unlisted
  // Durations are asked for only where no line tells them.
  const untoldIds = new Set(series.filter(({ metric }) => metric === 'Duration').map(({ functionId }) => functionId))
  const isDue = (one: AskedSeries) => {
    const isTold = one.functionId !== 0 && !untoldIds.has(one.functionId)
    const goodForMs = goodFor(one, { activeFromMs: nowMs - IDLE_AFTER_MS, idleEveryMs, isTold })
    return plan.toMs - (one.readAtMs ?? 0) >= goodForMs
  }
  const resting = series.filter((one) => !isDue(one))
  const ids = [...new Set(resting.map(({ functionId }) => functionId))]
  const logged = await selectRows<{ id: number }>(pool, LOGGED, [ids, ...loggedSince(run, plan)])
  const loggedIds = new Set(logged.map(({ id }) => id))
  // Sets of a function that logged are read where the function's sums show that some are missing.
  const isWoken = ({ qualifier, asWhole, functionId }: AskedSeries) =>
    (qualifier === '' || asWhole) && loggedIds.has(functionId)
  const due = series.filter((one) => isDue(one) || isWoken(one))
  const overlapMs = Math.max(LEAST_REREAD_MS, (row?.timeoutS ?? 0) * 1000 + REREAD_MARGIN_MS)
  return planLiveMetrics(due, plan, overlapMs)
}

/** The minutes that this read adds to the last one. */
function loggedSince({ state }: StepRun, { toMs }: MetricPlan): [Date, Date] {
  const readAtMs = numberOf(state.cursor.readAtMs)
  const fromMs = readAtMs === null ? toMs : publishedUntil(readAtMs)
  return [new Date(Math.min(toMs, fromMs)), new Date(toMs)]
}

async function readLive(
  run: StepRun,
  { windows, series }: Live,
  plan: MetricPlan,
  readAtMs: number,
): Promise<StepOutcome> {
  const reads: { window: MetricWindow; read: MetricRead }[] = []
  for (const window of windows) {
    reads.push({ window, read: await readMetricBatches(run, window.series, { ...window, isLive: true }) })
  }
  for (const window of missedByResting(reads, series)) {
    reads.push({ window, read: await readMetricBatches(run, window.series, { ...window, isLive: false }) })
  }
  const refused = new Set(reads.flatMap(({ read }) => [...read.refusedIds]))
  const counted = series.filter(({ id }) => !refused.has(id))
  const failure = reads.map(({ read }) => read.failure).find((one) => one !== null)
  // Where nothing is left, it is not the queries that are refused.
  if (failure && counted.length === 0) throw failure
  let isWhole = true
  for (const { window, read } of reads) isWhole = (await settleLive(run, window, read)) && isWhole
  await inTransaction(run.lease, () => {
    const covering = { window: { fromMs: 0, toMs: 0 }, forget: isWhole ? null : unsettledOf(windows) }
    return coverState(run, { ...covering, cursor: { readAtMs } })
  })
  await wakeUnusedGroups(run.lease, run.place.id, calledIds(reads))
  const rows = reads.reduce((sum, { read }) => sum + read.rows, 0)
  const outcome = await finish(run, { rest: series, counted }, { ...plan, readAtMs, rows })
  const detail = reads.map(({ read }) => read.detail).find((text) => text !== null) ?? null
  return { ...outcome, detail, window: unsettledOf(windows) }
}

/** The functions that were called in any window that was read. */
function calledIds(reads: readonly { window: MetricWindow; read: MetricRead }[]): number[] {
  return reads.flatMap(({ window, read }) =>
    window.series
      .filter(
        ({ id, metric, qualifier }) => metric === 'Invocations' && qualifier === '' && (read.sums.get(id) ?? 0) > 0,
      )
      .map(({ functionId }) => functionId),
  )
}

/** From where to where live windows reach, what they leave to the backfill included. */
function unsettledOf(windows: readonly MetricWindow[]): { fromMs: number; toMs: number } {
  const fromMs = Math.min(...windows.map(({ window, forget }) => (forget ?? window).fromMs))
  const toMs = Math.max(...windows.map(({ window }) => window.toMs))
  return windows.length === 0 ? { fromMs: 0, toMs: 0 } : { fromMs, toMs }
}

/**
 * What did not answer keeps a tail that may have changed since: from here on it has to be read again. True when all
 * answered but what the endpoint refuses.
 */
async function settleLive(run: StepRun, window: MetricWindow, read: MetricRead): Promise<boolean> {
  const unsettled = unsettledOf([window])
  const unanswered = window.series.filter(({ id }) => !read.answeredIds.has(id))
  await inTransaction(run.lease, () => {
    return forgetMetricPoints(
      run.lease,
      unanswered.map(({ id }) => id),
      unsettled,
    )
  })
  for (const one of window.series) {
    const isAnswered = read.answeredIds.has(one.id)
    if (isAnswered) one.covered = addRange(one.covered, window.window)
    else one.covered = one.covered.flatMap((range) => findHoles([unsettled], range))
    one.readAtMs = isAnswered ? window.window.toMs : 0
  }
  return unanswered.every(({ id }) => read.refusedIds.has(id))
}

async function readBackfill(
  run: StepRun,
  series: readonly AskedSeries[],
  plan: MetricPlan,
  readAtMs: number,
): Promise<StepOutcome> {
  let rest = series
  let counted = series
  for (;;) {
    const hole = planMetricBackfill(rest, plan, run.nowMs)
    if (hole === null) return finish(run, { rest, counted }, { ...plan, readAtMs, rows: 0 })
    const read = await readMetricBatches(run, hole.series, { ...hole, isLive: false })
    for (const one of hole.series) if (read.answeredIds.has(one.id)) one.covered = addRange(one.covered, hole.window)
    // What was not answered is tried again with the next live read, and must not keep the others waiting.
    const unanswered = hole.series.filter(({ id }) => !read.answeredIds.has(id))
    rest = rest.filter((one) => !unanswered.includes(one))
    counted = counted.filter(({ id }) => !read.refusedIds.has(id))
    if (read.failure !== null && counted.length === 0) throw read.failure
    if (read.answeredIds.size === 0) continue
    const outcome = await finish(run, { rest, counted }, { ...plan, readAtMs, rows: read.rows })
    return { ...outcome, detail: read.detail, window: hole.window }
  }
}

/**
 * Says what all counted series have, which is how far the pages can count on; those that the endpoint refuses are not
 * counted, and of idle ones only what was read. What the rest still lack is due at once.
 */
async function finish(
  run: StepRun,
  { rest, counted }: { rest: readonly AskedSeries[]; counted: readonly AskedSeries[] },
  plan: MetricPlan & { readAtMs: number; rows: number },
): Promise<StepOutcome> {
  const { nowMs, settings } = run
  const lacking = planMetricBackfill(counted, plan, nowMs)
  const remaining = planMetricBackfill(rest, plan, nowMs)
  const fromMs = Math.min(lacking === null ? plan.targetFromMs : lacking.window.toMs, plan.toMs)
  await coverState(run, { window: { fromMs, toMs: plan.toMs }, forget: null, cursor: {} })
  const nextReadMs = Math.max(nowMs + 1000, nextAfter(plan.readAtMs, settings.metricsEveryMs))
  return { state: 'ok', detail: null, nextRunAtMs: remaining === null ? nextReadMs : nowMs, rows: plan.rows }
}
