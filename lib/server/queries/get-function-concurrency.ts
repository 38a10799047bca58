import type { ConcurrencyRequest, FunctionConcurrency, ProvisionedUse } from '@/lib/contracts/concurrency'
import { explainThrottles } from '@/lib/domain/concurrency/explain-throttles'
import type { ThrottledMinute } from '@/lib/domain/concurrency/judge-throttled-minute'
import { limitsOverTime } from '@/lib/domain/concurrency/limits-over-time'
import { type Holder, heldAt, momentsOf } from '@/lib/domain/concurrency/standing-at'
import { isCovered, sumOfBucket, type Window, widenToMinutes } from '@/lib/domain/covered-window'
import { totalOfSet, totalOfSets } from '@/lib/domain/metric-sets'
import { type Db, selectRows } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'
import { type CountedTotals, getCountedTotals } from '@/lib/server/queries/get-counted-totals'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getHeldFrom } from '@/lib/server/queries/get-held-from'
import { getMetricBuckets, type MetricBuckets } from '@/lib/server/queries/get-metric-buckets'
import { getPlaceLimits } from '@/lib/server/queries/get-place-limits'
import { getQualifierSource } from '@/lib/server/queries/get-qualifier-source'
import { listScaling } from '@/lib/server/queries/list-scaling'
import { listThrottledMinutes } from '@/lib/server/queries/list-throttled-minutes'
import { readHolders } from '@/lib/server/queries/read-holders'
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
 * its provisioned concurrency was used. By CloudWatch's metrics, each minute held against what stood then, as far as changes
 * were noticed. Throws NOT_FOUND for an unknown qualifier.
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
  const [source, limits, configured, [settings], heldFromMs, holders, buckets, counted, scaling] = await Promise.all([
    getQualifierSource(db, identity, request.qualifier, asked, nowMs),
    getPlaceLimits(db, identity.accountRegionId),
    selectRows<Configured>(db.pool, CONFIGURED, [identity.id]),
    selectRows<{ isRead: boolean }>(db.pool, SETTINGS, [identity.id]),
    getHeldFrom(db, identity.accountRegionId),
    readHolders(db, identity.accountRegionId, asked.fromMs),
    getMetricBuckets(db, { ...common, fromMs: grid.fromMs, toMs: grid.toMs, periodMs: grid.periodMs }),
    getCountedTotals(db, identity.id, asked, WANTED, nowMs),
    listScaling(db, identity.id),
  ])
  const total = (metric: string, sets: typeof source.sets) =>
    totalOfSets(totalsOfSets(counted.buckets, metric, counted.window), sets)
  const ofFunction = [{ qualifier: '', executedVersion: '' }]
  const throttledInAll = total('Throttles', ofFunction)
  const throttled = throttledInAll === 0 ? [] : await listThrottledMinutes(db, identity, asked)
  const settingsRead = settings?.isRead ?? false
  const own = holders.get(identity.id) ?? holdsNothing(identity)
  const standing = limitsOverTime({ own, holders: [...holders.values()], poolNow: limits.pool })
  const standingIn = grid.buckets.map(({ fromMs }) => standing.at(fromMs))
  const minutes = throttled.map((minute) => ({
    ...minute,
    limits: settingsRead ? standing.within({ fromMs: minute.atMs, toMs: minute.atMs + minute.periodMs }) : [],
    areLimitsOfThen: heldFromMs !== null && minute.atMs >= heldFromMs,
  }))
  const [set] = source.sets?.length === 1 ? source.sets : []
  const concurrent = set === undefined ? [] : concurrentOf(buckets, set, grid)
  const provisioned = [...configured, ...removedOf(own, configured, asked)]
    .filter(({ qualifier }) => request.qualifier === undefined || qualifier === request.qualifier)
    .map((one) => ({ ...useOf(one, { buckets, grid, counted, total }), stood: stoodOf(own, one.qualifier, grid) }))
  return {
    ...asked,
    periodMs: grid.periodMs,
    ...limits,
    reserved: identity.reservedConcurrency,
    ...{ settingsRead, heldFromMs },
    reservedThen: standingIn.map(({ reserved }) => (settingsRead ? reserved : null)),
    poolThen: standingIn.map(({ pool }) => pool),
    atMs: grid.buckets.map(({ fromMs }) => fromMs),
    concurrent,
    concurrentMax: set === undefined ? null : highestConcurrent(counted, set),
    throttled: sums(buckets, 'Throttles', source.sets, grid),
    throttles: total('Throttles', source.sets),
    spilled: sums(buckets, SPILLOVER, source.sets, grid),
    provisioned,
    scaling,
    throttledMinutes: throttledInAll === null ? null : minutes.length,
    unsureMinutes: minutes.filter(({ areLimitsOfThen }) => !areLimitsOfThen).length,
    longestPeriodMs: minutes.reduce((longest, { periodMs }) => Math.max(longest, periodMs), MINUTE),
    causes: explainThrottles(minutes, limits.accountLimit),
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

/** The highest of the window itself, which periods reach beyond. */
function highestIn({ buckets, window }: CountedTotals, metric: string, set: MetricSet): number | null {
  const series = seriesOf(buckets, metric, set)
  if (series === undefined) return null
  return series.values.get(0) ?? (isCovered(series.covered, window) ? 0 : null)
}

function highestConcurrent(counted: CountedTotals, set: MetricSet): number | null {
  const { buckets, window } = counted
  if (seriesOf(buckets, 'ConcurrentExecutions', set) !== undefined) {
    return highestIn(counted, 'ConcurrentExecutions', set)
  }
  return totalOfSet(totalsOfSets(buckets, 'Invocations', window), set.qualifier, set.executedVersion) === 0 ? 0 : null
}

type UseFacts = {
  buckets: readonly MetricBuckets[]
  grid: Grid
  counted: CountedTotals
  total: (metric: string, sets: MetricSet[]) => number | null
}

function useOf(configured: Configured, { buckets, grid, counted, total }: UseFacts): Omit<ProvisionedUse, 'stood'> {
  const set = { qualifier: configured.qualifier, executedVersion: '' }
  return {
    ...configured,
    inUse: highest(seriesOf(buckets, IN_USE, set), grid),
    inUseMax: highestIn(counted, IN_USE, set),
    // In a minute in which an environment is replaced, what was used is held against what is left.
    utilisationMax: capped(seriesOf(counted.buckets, UTILISATION, set)?.values.get(0) ?? null),
    invocations: total(ON_PROVISIONED, [set]),
    spillover: total(SPILLOVER, [set]),
  }
}

function holdsNothing({ name }: FunctionIdentity): Holder {
  return { functionName: name, reserved: null, provisionedBy: [], sinceMs: null, untilMs: null, changes: [] }
}

/** What was provisioned at some time of the window, and no longer is. */
function removedOf(own: Holder, configured: readonly Configured[], { fromMs, toMs }: Window): Configured[] {
  const moments = [fromMs, ...momentsOf([own]).filter((ms) => ms > fromMs && ms < toMs)]
  const names = new Set(moments.flatMap((ms) => heldAt(own, ms).provisioned.map(({ qualifier }) => qualifier)))
  for (const { qualifier } of configured) names.delete(qualifier)
  const none = { requested: null, allocated: null, available: null, status: null, statusReason: null }
  return [...names].map((qualifier) => ({ qualifier, ...none }))
}

function stoodOf(own: Holder, qualifier: string, { buckets }: Grid): number[] {
  return buckets.map(
    ({ fromMs }) => heldAt(own, fromMs).provisioned.find((one) => one.qualifier === qualifier)?.value ?? 0,
  )
}

function mostThrottled(minutes: readonly ThrottledMinute[]): FunctionConcurrency['minutes'] {
  return [...minutes]
    .sort((left, right) => right.throttles - left.throttles || right.atMs - left.atMs)
    .slice(0, MOST_MINUTES)
    .map(({ peakBefore: _, spillover: __, limits, areLimitsOfThen, ...minute }) => {
      const isCertain = areLimitsOfThen && limits.every(({ reserved }) => reserved === limits[0]?.reserved)
      return { ...minute, reserved: isCertain ? (limits[0]?.reserved ?? null) : null }
    })
}

function capped(share: number | null): number | null {
  return share === null ? null : Math.min(1, share)
}
