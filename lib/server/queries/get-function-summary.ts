import type { SummaryRequest, SummaryResponse } from '@/lib/contracts/summary'
import { higher, noRollups, type RollupTotals } from '@/lib/domain/add-rollups'
import { isCountable, type Window, widenToMinutes } from '@/lib/domain/covered-window'
import { durationQuantiles } from '@/lib/domain/duration-quantiles'
import { hidesSuccess } from '@/lib/domain/hides-success'
import { totalOfSets } from '@/lib/domain/metric-sets'
import type { Db } from '@/lib/server/db'
import { lambdaCost, lambdaPrice } from '@/lib/server/lambda-prices'
import { checkWindow } from '@/lib/server/queries/check-window'
import { countTracedInvocations } from '@/lib/server/queries/count-traced-invocations'
import { explainCoverage } from '@/lib/server/queries/explain-coverage'
import { type CloudWatchDurations, getCloudWatchDurations } from '@/lib/server/queries/get-cloudwatch-durations'
import { getCountedTotals } from '@/lib/server/queries/get-counted-totals'
import { type CoverageFacts, getCoverageFacts, isLogGroupAbsent } from '@/lib/server/queries/get-coverage-facts'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getHeldFrom } from '@/lib/server/queries/get-held-from'
import type { MetricBuckets } from '@/lib/server/queries/get-metric-buckets'
import { getProvisioned } from '@/lib/server/queries/get-provisioned'
import { getQualifierSource, type QualifierSource } from '@/lib/server/queries/get-qualifier-source'
import { addVersions, getRollupBuckets } from '@/lib/server/queries/get-rollup-buckets'
import { listVersionLimits, sharedLimits } from '@/lib/server/queries/list-version-limits'
import { totalsOfSets } from '@/lib/server/queries/totals-of-sets'

const TOLERANCE_MS = 30 * 60_000
const WANTED = ['Invocations Sum', 'Errors Sum', 'Throttles Sum', 'ConcurrentExecutions Maximum', 'Duration Maximum']

/**
 * What a function (or a version or alias of it) did in the window, widened to whole minutes and ended where CloudWatch's
 * answers end. Counts are CloudWatch's sums; fromLogs is what the log lines say; durations are ms. null: not known, and
 * coverage.reasons says why. Throws NOT_FOUND for a qualifier that is neither version nor alias.
 */
export async function getFunctionSummary(
  db: Db,
  identity: FunctionIdentity,
  request: Pick<SummaryRequest, 'from' | 'to' | 'qualifier'>,
  nowMs: number,
): Promise<SummaryResponse> {
  const asked = widenToMinutes(checkWindow(request))
  const [{ window, buckets }, facts, source, provisioned, heldFromMs] = await Promise.all([
    getCountedTotals(db, identity.id, asked, WANTED, nowMs),
    getCoverageFacts(db, identity, asked, nowMs),
    getQualifierSource(db, identity, request.qualifier, asked, nowMs),
    getProvisioned(db, identity.id, request.qualifier, asked.fromMs),
    getHeldFrom(db, identity.accountRegionId),
  ])
  const invocations = totalOfSets(totalsOfSets(buckets, 'Invocations', window), source.sets)
  const grid = { ...window, periodMs: window.toMs - window.fromMs }
  const [{ read, ran }, limits, fromMetrics, traced] = await Promise.all([
    readLogs(db, identity, window, source),
    listVersionLimits(db, identity, window),
    getCloudWatchDurations(db, identity.id, source, grid),
    isTracedKnown(facts, window, source)
      ? countTracedInvocations(db, identity.id, window, source.versions ?? 'all')
      : null,
  ])
  const logs = isLogAnswerWhole(facts, window, read, invocations, nowMs) ? read : null
  // What only their lines say is not known, and not 0.
  const hidden = hidesSuccess(identity) && read?.invocations !== invocations
  // Percentiles of the part that is read say something; its counts would pass for those of the window.
  const fromLogs = durationsFrom(hidden ? null : read, highest(buckets, 'Duration', source))
  const isEstimate = fromLogs.p50 === null && fromMetrics.has(0)
  const durations = { ...fromLogs, ...(isEstimate ? percentilesOf(fromMetrics.get(0)) : {}) }
  const percentiles = isEstimate ? 'estimated' : durations.p50 === null ? null : 'exact'
  const figures = { invocations, fromLogs: logs?.invocations ?? null, percentiles, traced } as const
  return {
    ...window,
    invocations,
    errors: totalOfSets(totalsOfSets(buckets, 'Errors', window), source.sets),
    throttles: totalOfSets(totalsOfSets(buckets, 'Throttles', window), source.sets),
    fromLogs: logFigures(identity, logs, hidden),
    durationMs: durations,
    concurrency: {
      max: source.sets?.length === 1 ? highest(buckets, 'ConcurrentExecutions', source) : null,
      reserved: identity.reservedConcurrency,
      ...provisioned,
      heldFromMs,
    },
    limits: ran.length === 0 ? null : sharedLimits(limits, ran),
    coverage: explainCoverage(identity, window, facts, source, figures, nowMs),
  }
}

/** Traces name requests; which version ran them stands with the invocations, which are kept for less. */
function isTracedKnown({ detailFromMs }: CoverageFacts, window: Window, { versions }: QualifierSource): boolean {
  return versions === 'all' || (versions !== null && window.fromMs >= detailFromMs)
}

async function readLogs(
  db: Db,
  identity: FunctionIdentity,
  window: Window,
  { versions }: QualifierSource,
): Promise<{ read: RollupTotals | null; ran: string[] }> {
  if (versions === null) return { read: null, ran: [] }
  const rollups = await getRollupBuckets(db, identity.id, { ...window, periodMs: window.toMs - window.fromMs })
  const own = rollups.filter(({ version }) => versions === 'all' || versions.includes(version))
  return { read: addVersions(own, 'all').get(0) ?? noRollups(), ran: own.map(({ version }) => version) }
}

/** Counts of lines are those of the window where all of it was read, or where nothing ran that could have logged. */
function isLogAnswerWhole(
  facts: CoverageFacts,
  window: Window,
  read: RollupTotals | null,
  invocations: number | null,
  nowMs: number,
): boolean {
  if (invocations === 0) return true
  const isRead = isCountable(facts.logs?.covered ?? [], window, nowMs, TOLERANCE_MS)
  return isRead && (!isLogGroupAbsent(facts) || (read?.invocations ?? 0) > 0)
}

function highest(buckets: readonly MetricBuckets[], metric: string, { sets }: QualifierSource): number | null {
  return buckets
    .filter((series) => series.metric === metric && isOneOf(series, sets ?? []))
    .reduce<number | null>((most, series) => higher(most, series.values.get(0) ?? null), null)
}

function isOneOf(series: MetricBuckets, sets: NonNullable<QualifierSource['sets']>): boolean {
  return sets.some((set) => set.qualifier === series.qualifier && set.executedVersion === series.executedVersion)
}

/** Log lines give percentiles over any window; the maximum is CloudWatch's as well where that is asked, which misses no line. */
function durationsFrom(logs: RollupTotals | null, cloudWatchMax: number | null): SummaryResponse['durationMs'] {
  const [p50 = null, p95 = null, p99 = null] = logs === null ? [] : durationQuantiles(logs, [0.5, 0.95, 0.99])
  return { p50, p95, p99, max: higher(logs?.durationMaxMs ?? null, cloudWatchMax) }
}

function percentilesOf(found: CloudWatchDurations | undefined): Partial<SummaryResponse['durationMs']> {
  return found === undefined ? {} : { p50: found.p50, p95: found.p95, p99: found.p99 }
}

function logFigures(
  identity: FunctionIdentity,
  logs: RollupTotals | null,
  successIsHidden: boolean,
): SummaryResponse['fromLogs'] {
  const price = lambdaPrice(identity.region, identity.architecture)
  const whole = successIsHidden ? null : logs
  return {
    invocations: logs?.invocations ?? null,
    errors: logs?.errors ?? null,
    timeouts: logs?.timeouts ?? null,
    outOfMemory: logs?.outOfMemory ?? null,
    initErrors: logs?.initErrors ?? null,
    coldStarts: whole?.coldStarts ?? null,
    billedMs: whole?.billedMs ?? null,
    maxMemoryUsedMb: whole?.maxMemoryUsedMb ?? null,
    costUsd: whole === null ? null : lambdaCost(price, whole.gbMs, whole.invocations),
  }
}
