import type { MetricSeries, MetricsRequest, MetricsResponse } from '@/lib/contracts/metrics'
import { higher, type RollupTotals } from '@/lib/domain/add-rollups'
import { type Covered, sumOfBucket, type Window, widenToMinutes } from '@/lib/domain/covered-window'
import { durationQuantiles } from '@/lib/domain/duration-quantiles'
import { hidesSuccess } from '@/lib/domain/hides-success'
import { totalOfFunction, totalOfSets } from '@/lib/domain/metric-sets'
import { AppError } from '@/lib/server/app-error'
import type { Db } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'
import { type CloudWatchDurations, getCloudWatchDurations } from '@/lib/server/queries/get-cloudwatch-durations'
import { type CoverageFacts, getCoverageFacts, isLogGroupAbsent } from '@/lib/server/queries/get-coverage-facts'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getMetricBuckets, type MetricBuckets } from '@/lib/server/queries/get-metric-buckets'
import { getQualifierSource, type QualifierSource } from '@/lib/server/queries/get-qualifier-source'
import { addVersions, getRollupBuckets, type RollupBucket } from '@/lib/server/queries/get-rollup-buckets'
import { totalsOfSets } from '@/lib/server/queries/totals-of-sets'

const MINUTE = 60_000
const MOST_POINTS = 2_000
const PERIODS_MIN = [1, 5, 10, 15, 30, 60, 180, 360, 720, 1440]
const DEFAULT_POINTS = 200

const SUMS = [
  'Invocations',
  'Errors',
  'Throttles',
  'ProvisionedConcurrencyInvocations',
  'ProvisionedConcurrencySpilloverInvocations',
]
const HIGHEST: readonly (readonly [string, MetricSeries['unit']])[] = [
  ['ConcurrentExecutions', 'count'],
  ['ProvisionedConcurrentExecutions', 'count'],
  ['ProvisionedConcurrencyUtilization', 'ratio'],
  ['Duration', 'ms'],
]
const PERCENTILES = ['p50', 'p95', 'p99'] as const

const WANTED = [...SUMS.map((metric) => `${metric} Sum`), ...HIGHEST.map(([metric]) => `${metric} Maximum`)]

type Grid = Window & { periodMs: number; buckets: Window[]; nowMs: number }

/**
 * Series of one function, or of a version or alias of it, in equal periods on whole multiples of the period; the window is
 * widened to them. Of the same metric and statistic the better source stands first: percentiles from log lines (exact
 * merging) before CloudWatch's, which are asked for only where lines do not tell, and estimated for periods of more than
 * a minute. null is a gap, 0 is a known nothing.
 */
export async function getFunctionMetrics(
  db: Db,
  identity: FunctionIdentity,
  request: Pick<MetricsRequest, 'from' | 'to' | 'qualifier' | 'periodMs'>,
  nowMs: number,
): Promise<MetricsResponse> {
  const grid = buildGrid(checkWindow(request), request.periodMs, nowMs)
  const { fromMs, toMs, periodMs } = grid
  const [buckets, rollups, source, facts] = await Promise.all([
    getMetricBuckets(db, {
      fromMs,
      toMs,
      periodMs,
      functionIds: [identity.id],
      wanted: WANTED,
      qualifiers: null,
    }),
    getRollupBuckets(db, identity.id, grid),
    getQualifierSource(
      db,
      identity,
      request.qualifier,
      widenToMinutes({ fromMs: request.from, toMs: request.to }),
      nowMs,
    ),
    getCoverageFacts(db, identity, grid, nowMs),
  ])
  const durations = await getCloudWatchDurations(db, identity.id, source, grid)
  const isHidden = hidesSuccess(identity)
  const fromLogs = logSeries(rollups, source, isHidden ? [] : coveredByLogs(facts, grid, buckets), grid)
  const fromCloudWatch = [...cloudWatchHighest(buckets, source, grid), ...cloudWatchDurations(durations, grid)]
  const series = [
    ...cloudWatchSums(buckets, source, grid),
    ...(isHidden ? [...fromCloudWatch, ...fromLogs] : [...fromLogs, ...fromCloudWatch]),
  ]
  return { fromMs, toMs, periodMs, series }
}

/** A function that has no log group because it never ran has no cold starts either; one that may not log is not known. */
function coveredByLogs(facts: CoverageFacts, grid: Grid, buckets: readonly MetricBuckets[]): Covered {
  if (!isLogGroupAbsent(facts)) return facts.logs?.covered ?? []
  return totalOfFunction(totalsOfSets(buckets, 'Invocations', grid)) === 0 ? [grid] : []
}

function buildGrid(window: Window, asked: number | undefined, nowMs: number): Grid {
  const length = window.toMs - window.fromMs
  const minutes = PERIODS_MIN.find((period) => length / (period * MINUTE) <= DEFAULT_POINTS) ?? 1440
  const periodMs = asked ?? minutes * MINUTE
  if (length / periodMs > MOST_POINTS) {
    throw new AppError('BAD_REQUEST', `The window has more than ${MOST_POINTS} periods. Ask for a longer periodMs.`)
  }
  const { fromMs, toMs } = widenToMinutes(window, periodMs)
  const buckets = Array.from({ length: (toMs - fromMs) / periodMs }, (_, index) => ({
    fromMs: fromMs + index * periodMs,
    toMs: fromMs + (index + 1) * periodMs,
  }))
  return { fromMs, toMs, periodMs, buckets, nowMs }
}

function cloudWatchSums(all: readonly MetricBuckets[], source: QualifierSource, grid: Grid): MetricSeries[] {
  return SUMS.map((metric) => {
    const series = all.filter((one) => one.metric === metric && one.statistic === 'Sum')
    const points = grid.buckets.map((bucket, index): [number, number | null] => {
      const totals = series.map(({ qualifier, executedVersion, values, covered }) => ({
        qualifier,
        executedVersion,
        total: sumOfBucket(values.get(index) ?? 0, bucket, covered, grid.nowMs),
      }))
      return [bucket.fromMs, totalOfSets(totals, source.sets)]
    })
    return { metric, statistic: 'Sum', unit: 'count', source: 'cloudwatch', points }
  })
}

function cloudWatchHighest(all: readonly MetricBuckets[], source: QualifierSource, grid: Grid): MetricSeries[] {
  const one = (metric: string, statistic: string, unit: MetricSeries['unit']): MetricSeries => {
    // Concurrency and percentiles of two sets do not add up to one of both; the longest Duration does.
    const composes = metric === 'Duration' && statistic === 'Maximum'
    const picked = pickSets(all, source, metric, statistic)
    const parts = composes || source.sets?.length === 1 ? picked : []
    const points = grid.buckets.map(({ fromMs }, index): [number, number | null] => [
      fromMs,
      parts.reduce<number | null>((most, part) => higher(most, part.values.get(index) ?? null), null),
    ])
    return { metric, statistic, unit, source: 'cloudwatch', points }
  }
  return HIGHEST.map(([metric, unit]) => one(metric, 'Maximum', unit))
}

function cloudWatchDurations(durations: ReadonlyMap<number, CloudWatchDurations>, grid: Grid): MetricSeries[] {
  const one = (statistic: string, of: (found: CloudWatchDurations) => number | null): MetricSeries => ({
    ...{ metric: 'Duration', statistic, unit: 'ms', source: 'cloudwatch', isEstimate: grid.periodMs > MINUTE },
    points: grid.buckets.map(({ fromMs }, index) => [fromMs, ofKnown(durations.get(index), of) ?? null]),
  })
  const percentiles = PERCENTILES.map((statistic) => one(statistic, (found) => found[statistic]))
  return [...percentiles, { ...one('Average', ({ average }) => average), isEstimate: false }]
}

function pickSets(
  all: readonly MetricBuckets[],
  { sets }: QualifierSource,
  metric: string,
  statistic: string,
): MetricBuckets[] {
  return all.filter(
    (series) =>
      series.metric === metric &&
      series.statistic === statistic &&
      sets?.some((set) => series.qualifier === set.qualifier && series.executedVersion === set.executedVersion),
  )
}

const LOG_SUMS: readonly (readonly [string, MetricSeries['unit'], (totals: RollupTotals) => number])[] = [
  ['ColdStarts', 'count', (totals) => totals.coldStarts],
  ['LoggedInvocations', 'count', (totals) => totals.invocations],
  ['LoggedErrors', 'count', (totals) => totals.errors],
  ['Timeouts', 'count', (totals) => totals.timeouts],
  ['OutOfMemory', 'count', (totals) => totals.outOfMemory],
  ['InitErrors', 'count', (totals) => totals.initErrors],
  ['BilledDuration', 'ms', (totals) => totals.billedMs],
]
const LOG_HIGHEST: readonly (readonly [string, MetricSeries['unit'], (totals: RollupTotals) => number | null])[] = [
  ['Duration', 'ms', (totals) => totals.durationMaxMs],
  ['InitDuration', 'ms', (totals) => totals.initMaxMs],
  ['MaxMemoryUsed', 'mb', (totals) => totals.maxMemoryUsedMb],
]

function logSeries(
  rollups: readonly RollupBucket[],
  { versions }: QualifierSource,
  covered: Covered,
  grid: Grid,
): MetricSeries[] {
  const totals = versions === null ? new Map<number, RollupTotals>() : addVersions(rollups, versions)
  const quantiles = new Map([...totals].map(([index, bucket]) => [index, durationQuantiles(bucket, [0.5, 0.95, 0.99])]))
  const points = (value: (index: number, bucket: Window) => number | null): [number, number | null][] =>
    grid.buckets.map((bucket, index) => [bucket.fromMs, value(index, bucket)])
  const sum = (of: (totals: RollupTotals) => number) => (index: number, bucket: Window) => {
    const found = totals.get(index)
    return versions === null ? null : sumOfBucket(found === undefined ? 0 : of(found), bucket, covered, grid.nowMs)
  }
  return [
    ...PERCENTILES.map((statistic, rank) =>
      seriesOf(
        'Duration',
        statistic,
        'ms',
        points((index) => quantiles.get(index)?.[rank] ?? null),
      ),
    ),
    ...LOG_HIGHEST.map(([metric, unit, of]) =>
      seriesOf(
        metric,
        'Maximum',
        unit,
        points((index) => ofKnown(totals.get(index), of)),
      ),
    ),
    ...LOG_SUMS.map(([metric, unit, of]) => seriesOf(metric, 'Sum', unit, points(sum(of)))),
  ]
}

function ofKnown<Found, Value>(found: Found | undefined, of: (found: Found) => Value): Value | null {
  return found === undefined ? null : of(found)
}

function seriesOf(
  metric: string,
  statistic: string,
  unit: MetricSeries['unit'],
  points: [number, number | null][],
): MetricSeries {
  return { metric, statistic, unit, source: 'logs', points }
}
