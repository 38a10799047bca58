import type { PlanRequest, PlanResponse } from '@/lib/contracts/ledger'
import {
  type Peaks,
  parsePlan,
  planReservations,
  poolUnderPlan,
  replayAgainst,
} from '@/lib/domain/concurrency/plan-reservations'
import { AppError } from '@/lib/server/app-error'
import type { Db } from '@/lib/server/db'
import { getMetricBuckets, type MetricBuckets } from '@/lib/server/queries/get-metric-buckets'
import { findPlace, listPlaces } from '@/lib/server/queries/get-place'
import { type HoldingRow, listHoldings } from '@/lib/server/queries/list-holdings'

const MINUTE = 60_000
const WEEK_MS = 7 * 86_400_000
const MOST_PLANNED = 20

/**
 * What a plan of reservations would leave of an account's concurrency in a region, whether AWS would refuse it, and in how
 * many minutes of the last week more ran at once than it allows. Throws BAD_REQUEST for a plan that cannot be read or names
 * more than 20 functions, NOT_FOUND for a place that nothing is known of.
 */
export async function getPlan(db: Db, request: PlanRequest, nowMs: number): Promise<PlanResponse> {
  const plan = parsePlan(request.plan)
  if (plan === null) throw new AppError('BAD_REQUEST', 'plan must be name=number or name=none, parted by commas.')
  if (plan.size > MOST_PLANNED) {
    throw new AppError('BAD_REQUEST', `A plan may name ${MOST_PLANNED} functions at most.`)
  }
  const place = findPlace(await listPlaces(db), request.accountId, request.region)
  const holdings = await listHoldings(db, place.id)
  const planned = holdings.filter(({ name }) => plan.has(name))
  const toMs = Math.floor(nowMs / MINUTE) * MINUTE
  const window = { fromMs: toMs - WEEK_MS, toMs }
  const [series, [unreserved]] = await Promise.all([
    getMetricBuckets(db, {
      ...{ ...window, periodMs: MINUTE, functionIds: planned.map(({ id }) => id), qualifiers: [''] },
      wanted: ['ConcurrentExecutions Maximum', 'Throttles Sum'],
    }),
    getMetricBuckets(db, {
      ...{ ...window, periodMs: MINUTE, functionIds: [0], accountRegionId: place.id, qualifiers: [''] },
      wanted: ['UnreservedConcurrentExecutions Maximum'],
    }),
  ])
  const outcome = planReservations(place.limit, holdings, plan)
  const functions = planned.map((one) => replayFunction(one, plan.get(one.name) ?? null, series, window))
  const moved = planned.flatMap(({ id, name, reserved }) => {
    const next = plan.get(name) ?? null
    if ((reserved === null) === (next === null)) return []
    return [{ peaks: peaksOf(series, id) ?? new Map<number, number>(), intoPool: next === null }]
  })
  return {
    ...window,
    limit: place.limit,
    ...outcome,
    functions,
    pool: replayPool(unreserved, moved, outcome.poolPlanned, window),
  }
}

function replayFunction(
  { id, name, reserved }: HoldingRow,
  planned: number | null,
  series: readonly MetricBuckets[],
  { fromMs }: { fromMs: number },
): PlanResponse['functions'][number] {
  const peaks = peaksOf(series, id)
  const throttles = series.find((one) => one.functionId === id && one.metric === 'Throttles')
  const replay = peaks === undefined ? null : replayAgainst(peaks, planned ?? Number.POSITIVE_INFINITY)
  return {
    ...{ functionName: name, reservedNow: reserved, planned, peak: replay?.peak ?? null },
    minutesOver: replay?.minutesOver ?? null,
    worstAtMs: momentOf(replay?.worst ?? null, fromMs),
    throttledMinutes:
      throttles === undefined ? null : [...throttles.values.values()].filter((count) => count > 0).length,
  }
}

function replayPool(
  unreserved: MetricBuckets | undefined,
  moved: Parameters<typeof poolUnderPlan>[1],
  pool: number | null,
  { fromMs }: { fromMs: number },
): PlanResponse['pool'] {
  if (unreserved === undefined || unreserved.covered.length === 0 || pool === null) {
    return { peak: null, minutesOver: null, worstAtMs: null }
  }
  const { peak, minutesOver, worst } = replayAgainst(poolUnderPlan(unreserved.values, moved), pool)
  return { peak: peak ?? 0, minutesOver, worstAtMs: momentOf(worst, fromMs) }
}

function peaksOf(series: readonly MetricBuckets[], functionId: number): Peaks | undefined {
  const found = series.find((one) => one.functionId === functionId && one.metric === 'ConcurrentExecutions')
  return found === undefined || found.covered.length === 0 ? undefined : found.values
}

function momentOf(minute: number | null, fromMs: number): number | null {
  return minute === null ? null : fromMs + minute * MINUTE
}
