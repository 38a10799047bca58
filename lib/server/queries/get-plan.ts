import type { PlanRequest, PlanResponse } from '@/lib/contracts/ledger'
import {
  type PlannedUse,
  parsePlan,
  planReservations,
  poolUnderPlan,
  replayAgainst,
} from '@/lib/domain/concurrency/plan-reservations'
import { heldByMinute, type KnownPeaks, poolTaken, withoutUnsure } from '@/lib/domain/concurrency/pool-taken'
import { type Covered, clipCovered, intersectCovered, isCovered, type Window } from '@/lib/domain/covered-window'
import { AppError } from '@/lib/server/app-error'
import type { Db } from '@/lib/server/db'
import { getHeldFrom } from '@/lib/server/queries/get-held-from'
import { getMetricBuckets, type MetricBuckets } from '@/lib/server/queries/get-metric-buckets'
import { findPlace, listPlaces } from '@/lib/server/queries/get-place'
import { type HoldingRow, listHoldings } from '@/lib/server/queries/list-holdings'
import { readHolders } from '@/lib/server/queries/read-holders'

const MINUTE = 60_000
const WEEK_MS = 7 * 86_400_000
const MOST_PLANNED = 20
const NOT_REPLAYED: PlanResponse['pool'] = { knownMs: 0, peak: null, minutesOver: null, worstAtMs: null }

/**
 * What a plan of reservations would leave of an account's concurrency in a region, whether AWS would refuse it, and in how
 * many of the known minutes of the last week more ran at once than it allows; of what AWS would refuse nothing is replayed. Throws BAD_REQUEST for a plan that cannot be read or names
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
  const outcome = planReservations(place, holdings, plan)
  const heldFromMs = await getHeldFrom(db, place.id)
  const told = { ...window, limit: place.limit, ...outcome, heldFromMs }
  if (outcome.refusals.length > 0) return { ...told, functions: [], pool: NOT_REPLAYED }
  const [series, [claimed], holders] = await Promise.all([
    getMetricBuckets(db, {
      ...{ ...window, periodMs: MINUTE, functionIds: planned.map(({ id }) => id), qualifiers: [''] },
      wanted: ['ConcurrentExecutions Maximum', 'Throttles Sum'],
    }),
    getMetricBuckets(db, {
      ...{ ...window, periodMs: MINUTE, functionIds: [0], accountRegionId: place.id, qualifiers: [''] },
      wanted: ['ClaimedAccountConcurrency Maximum'],
    }),
    readHolders(db, place.id, window.fromMs),
  ])
  const peaksOf = await readPeaks(db, planned, series, window)
  const functions = planned.map((one) =>
    replayFunction(one, plan.get(one.name) ?? null, { peaks: peaksOf(one.id), series, window }),
  )
  const uses = planned.map(({ id, name }) => {
    const { values, covered: known } = peaksOf(id)
    const holder = holders.get(id)
    const covered = holder === undefined ? known : withoutUnsure(known, holder, 'provisioned')
    const heldIn = heldByMinute(holder, window)
    return { peaks: values, covered, planned: plan.get(name) ?? null, heldIn }
  })
  return {
    ...told,
    functions,
    pool: replayPool(poolTaken(claimed ?? UNKNOWN, [...holders.values()], window), uses, outcome.poolPlanned, window),
  }
}

const UNKNOWN: KnownPeaks = { values: new Map(), covered: [] }

/** Of what did not run CloudWatch has no ConcurrentExecutions: that it was not invoked says the same. */
async function readPeaks(
  db: Db,
  planned: readonly HoldingRow[],
  series: readonly MetricBuckets[],
  window: Window,
): Promise<(functionId: number) => KnownPeaks> {
  const told = new Map<number, KnownPeaks>()
  for (const one of series) if (one.metric === 'ConcurrentExecutions') told.set(one.functionId, one)
  const silent = planned.filter(({ id }) => !told.has(id)).map(({ id }) => id)
  if (silent.length > 0) {
    const request = { ...window, periodMs: WEEK_MS, functionIds: silent, qualifiers: [''], wanted: ['Invocations Sum'] }
    for (const { functionId, values, covered } of await getMetricBuckets(db, request)) {
      if ((values.get(0) ?? 0) === 0) told.set(functionId, { values: new Map(), covered })
    }
  }
  return (functionId) => told.get(functionId) ?? UNKNOWN
}

type Facts = { peaks: KnownPeaks; series: readonly MetricBuckets[]; window: Window }

function replayFunction(
  { id, name, reserved }: HoldingRow,
  planned: number | null,
  { peaks, series, window }: Facts,
): PlanResponse['functions'][number] {
  const throttles = series.find((one) => one.functionId === id && one.metric === 'Throttles')
  const replayed = replay(peaks, planned ?? Number.POSITIVE_INFINITY, window)
  const throttlesKnownMs = knownMsOf(throttles?.covered ?? [], window)
  const areKnown = throttlesKnownMs > 0 && throttlesKnownMs >= replayed.knownMs
  const throttled = [...(throttles?.values.values() ?? [])].filter((count) => count > 0).length
  return {
    ...{ functionName: name, reservedNow: reserved, planned, ...replayed },
    throttledMinutes: areKnown ? throttled : null,
  }
}

/** Of the minutes in which all is known that would have shared the pool. */
function replayPool(
  taken: KnownPeaks,
  uses: readonly (PlannedUse & { covered: Covered })[],
  pool: number | null,
  window: Window,
): PlanResponse['pool'] {
  const isMoved = ({ heldIn, planned }: PlannedUse) =>
    [...taken.values].some(([minute]) => (heldIn(minute).reserved === null) !== (planned === null))
  const covered = uses.filter(isMoved).reduce((known, one) => intersectCovered(known, one.covered), [...taken.covered])
  const known = new Map(
    [...taken.values].filter(([minute]) => {
      const fromMs = window.fromMs + minute * MINUTE
      return isCovered(covered, { fromMs, toMs: fromMs + MINUTE })
    }),
  )
  return replay({ values: poolUnderPlan(known, uses), covered: pool === null ? [] : covered }, pool ?? 0, window)
}

function replay({ values, covered }: KnownPeaks, bound: number, window: Window): PlanResponse['pool'] {
  const knownMs = knownMsOf(covered, window)
  if (knownMs === 0) return NOT_REPLAYED
  const { peak, minutesOver, worst } = replayAgainst(values, bound)
  return { knownMs, peak: peak ?? 0, minutesOver, worstAtMs: worst === null ? null : window.fromMs + worst * MINUTE }
}

function knownMsOf(covered: Covered, window: Window): number {
  return clipCovered(covered, window).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)
}
