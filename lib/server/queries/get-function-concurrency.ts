import type { ConcurrencyRequest, FunctionConcurrency, ProvisionedUse } from '@/lib/contracts/concurrency'
import { explainThrottles, type ThrottledMinute } from '@/lib/domain/concurrency/explain-throttles'
import { sumOfBucket, type Window, widenToMinutes } from '@/lib/domain/covered-window'
import { totalOfSets } from '@/lib/domain/metric-sets'
import { type Db, selectRows } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'
import { getCountedTotals } from '@/lib/server/queries/get-counted-totals'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getMetricBuckets, type MetricBuckets } from '@/lib/server/queries/get-metric-buckets'
import { getPlaceLimits } from '@/lib/server/queries/get-place-limits'
import { getQualifierSource } from '@/lib/server/queries/get-qualifier-source'
import { listScaling } from '@/lib/server/queries/list-scaling'
import { listThrottledMinutes } from '@/lib/server/queries/list-throttled-minutes'
import { SETTINGS_READ_SQL } from '@/lib/server/queries/settings-read-sql'
import { totalsOfSets } from '@/lib/server/queries/totals-of-sets'

const MINUTE = 60_000
const PERIODS_MIN = [1, 5, 10, 15, 30, 60, 180, 360, 720, 1440]
const MOST_COLUMNS = 200
const MOST_MINUTES = 50
const IN_USE = 'ProvisionedConcurrentExecutions'
const UTILISATION = 'ProvisionedConcurrencyUtilization'
const ON_PROVISIONED = 'ProvisionedConcurrencyInvocations'
const SPILLOVER = 'ProvisionedConcurrencySpilloverInvocations'
const WANTED = [
  ...[
    'Invocations Sum',
    'ConcurrentExecutions Maximum',
    'Throttles Sum',
    `${IN_USE} Maximum`,
    `${UTILISATION} Maximum`,
  ],
  ...[`${ON_PROVISIONED} Sum`, `${SPILLOVER} Sum`],
]

type Configured = Pick<
  ProvisionedUse,
  'qualifier' | 'requested' | 'allocated' | 'available' | 'status' | 'statusReason'
>
type Grid = Window & { periodMs: number; buckets: Window[]; nowMs: number }

const CONFIGURED = `
  select qualifier, requested, allocated, available, status, status_reason as "statusReason"
    from provisioned_concurrency where function_id = $1 order by qualifier`
const SETTINGS = `select ${SETTINGS_READ_SQL} as "isRead" from lambda_function f where f.id = $1`

/**
 * How much of a function ran at once in the window, widened to whole periods, what was throttled and by which limit, and how
 * its provisioned concurrency was used. By CloudWatch's metrics alone. Throws NOT_FOUND for an unknown qualifier.
 */
export async function getFunctionConcurrency(
  db: Db,
  identity: FunctionIdentity,
  request: Pick<ConcurrencyRequest, 'from' | 'to' | 'qualifier'>,
  nowMs: number,
): Promise<FunctionConcurrency> {
  const asked = widenToMinutes(checkWindow(request))
  const grid = gridOf(asked, nowMs)
  const common = { functionIds: [identity.id], qualifiers: null, wanted: WANTED }
  const [source, limits, configured, [settings], buckets, counted, scaling] = await Promise.all([
    getQualifierSource(db, identity, request.qualifier, asked, nowMs),
    getPlaceLimits(db, identity.accountRegionId),
    selectRows<Configured>(db.pool, CONFIGURED, [identity.id]),
    selectRows<{ isRead: boolean }>(db.pool, SETTINGS, [identity.id]),
    getMetricBuckets(db, { ...common, fromMs: grid.fromMs, toMs: grid.toMs, periodMs: grid.periodMs }),
    getCountedTotals(db, identity.id, asked, ['Throttles Sum', `${ON_PROVISIONED} Sum`, `${SPILLOVER} Sum`], nowMs),
    listScaling(db, identity.id),
  ])
  const total = (metric: string, sets: typeof source.sets) =>
    totalOfSets(totalsOfSets(counted.buckets, metric, counted.window), sets)
  const ofFunction = [{ qualifier: '', executedVersion: '' }]
  const throttledInAll = total('Throttles', ofFunction)
  const minutes = throttledInAll === 0 ? [] : await listThrottledMinutes(db, identity, asked)
  const [own] = source.sets?.length === 1 ? source.sets : []
  const concurrent = own === undefined ? [] : concurrentOf(buckets, own, grid)
  const provisioned = configured
    .filter(({ qualifier }) => request.qualifier === undefined || qualifier === request.qualifier)
    .map((one) => useOf(one, buckets, grid, total))
  return {
    ...asked,
    periodMs: grid.periodMs,
    ...limits,
    reserved: identity.reservedConcurrency,
    settingsRead: settings?.isRead ?? false,
    atMs: grid.buckets.map(({ fromMs }) => fromMs),
    concurrent,
    concurrentMax: mostOf(concurrent),
    throttled: sums(buckets, 'Throttles', source.sets, grid),
    throttles: total('Throttles', source.sets),
    spilled: sums(buckets, SPILLOVER, source.sets, grid),
    provisioned,
    scaling,
    throttledMinutes: throttledInAll === null ? null : minutes.length,
    longestPeriodMs: Math.max(MINUTE, ...minutes.map(({ periodMs }) => periodMs)),
    causes: explainThrottles(minutes, {
      ...limits,
      reserved: identity.reservedConcurrency,
      ...provisionedOf(configured),
    }),
    minutes: mostThrottled(minutes),
  }
}

function gridOf(window: Window, nowMs: number): Grid {
  const length = window.toMs - window.fromMs
  const periodMs = (PERIODS_MIN.find((minutes) => length / (minutes * MINUTE) <= MOST_COLUMNS) ?? 1440) * MINUTE
  const { fromMs, toMs } = widenToMinutes(window, periodMs)
  const buckets = Array.from({ length: (toMs - fromMs) / periodMs }, (_, index) => ({
    fromMs: fromMs + index * periodMs,
    toMs: fromMs + (index + 1) * periodMs,
  }))
  return { fromMs, toMs, periodMs, buckets, nowMs }
}

type MetricSet = { qualifier: string; executedVersion: string }

function seriesOf(buckets: readonly MetricBuckets[], metric: string, set: MetricSet): MetricBuckets | undefined {
  return buckets.find(
    (one) => one.metric === metric && one.qualifier === set.qualifier && one.executedVersion === set.executedVersion,
  )
}

/** Of what never ran CloudWatch has no ConcurrentExecutions: that it was not invoked says the same. */
function concurrentOf(buckets: readonly MetricBuckets[], set: MetricSet, grid: Grid): (number | null)[] {
  const series = seriesOf(buckets, 'ConcurrentExecutions', set)
  if (series !== undefined) return highest(series, grid)
  const invocations = seriesOf(buckets, 'Invocations', set)
  return highest(invocations, grid).map((count) => (count === 0 ? 0 : null))
}

/** A covered period without a point is one in which nothing ran. */
function highest(series: MetricBuckets | undefined, { buckets, nowMs }: Grid): (number | null)[] {
  return buckets.map((bucket, index) => {
    const value = series?.values.get(index)
    return value ?? sumOfBucket(0, bucket, series?.covered ?? [], nowMs)
  })
}

function sums(
  all: readonly MetricBuckets[],
  metric: string,
  sets: readonly MetricSet[] | null,
  { buckets, nowMs }: Grid,
): (number | null)[] {
  const series = all.filter((one) => one.metric === metric)
  return buckets.map((bucket, index) => {
    const totals = series.map(({ qualifier, executedVersion, values, covered }) => ({
      qualifier,
      executedVersion,
      total: sumOfBucket(values.get(index) ?? 0, bucket, covered, nowMs),
    }))
    return totalOfSets(totals, sets)
  })
}

function useOf(
  configured: Configured,
  buckets: readonly MetricBuckets[],
  grid: Grid,
  total: (metric: string, sets: MetricSet[]) => number | null,
): ProvisionedUse {
  const set = { qualifier: configured.qualifier, executedVersion: '' }
  const inUse = highest(seriesOf(buckets, IN_USE, set), grid)
  return {
    ...configured,
    inUse,
    inUseMax: mostOf(inUse),
    // In a minute in which an environment is replaced, what was used is held against what is left.
    utilisationMax: capped(mostOf([...(seriesOf(buckets, UTILISATION, set)?.values.values() ?? [])])),
    invocations: total(ON_PROVISIONED, [set]),
    spillover: total(SPILLOVER, [set]),
  }
}

function provisionedOf(configured: readonly Configured[]): { provisioned: number | null } {
  const counts = configured.map(({ allocated, requested }) => allocated ?? requested ?? 0)
  return { provisioned: counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0) }
}

function mostThrottled(minutes: readonly ThrottledMinute[]): FunctionConcurrency['minutes'] {
  return [...minutes]
    .sort((left, right) => right.throttles - left.throttles || right.atMs - left.atMs)
    .slice(0, MOST_MINUTES)
    .map(({ peakBefore: _, spillover: __, ...minute }) => minute)
}

function capped(share: number | null): number | null {
  return share === null ? null : Math.min(1, share)
}

function mostOf(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>((most, value) => (value === null ? most : Math.max(most ?? value, value)), null)
}
