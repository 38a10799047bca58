import type { FleetFigures, OverviewRequest, OverviewResponse } from '@/lib/contracts/overview'
import { type Window, widenToMinutes } from '@/lib/domain/covered-window'
import { type FunctionFigures, findMovers, LEAST_FOR_P95 } from '@/lib/domain/find-movers'
import { packedQuantile } from '@/lib/domain/merged-sketch'
import { isNearlyAll } from '@/lib/domain/part-known'
import type { Db } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'
import { findReadEnds, type ReadEnds } from '@/lib/server/queries/find-read-ends'
import { getPullStarts } from '@/lib/server/queries/get-pull-starts'
import type { CountMetric } from '@/lib/server/queries/list-count-series'
import { type FleetFunction, listFleet, listFunctionNames } from '@/lib/server/queries/list-fleet'
import { type FleetSources, listFleetSources } from '@/lib/server/queries/list-fleet-sources'
import { listPlaceIds } from '@/lib/server/queries/list-place-ids'
import { listPools } from '@/lib/server/queries/list-pools'
import {
  type BucketGrid,
  bucketGrid,
  bucketStarts,
  countKnownBuckets,
  countPartlyRead,
  countReadable,
  type FunctionReading,
  readFunctionFigures,
  sumBuckets,
  TOLERANCE_MS,
} from '@/lib/server/queries/read-function-figures'

type Comparison = NonNullable<OverviewResponse['comparedWith']>

const HOUR_MS = 3_600_000
const WEEK_MS = 7 * 24 * HOUR_MS
/* In buckets they are read from the same rows as in all. */
const COUNTS: readonly CountMetric[] = ['Invocations', 'Errors', 'Throttles']
const TREND_POINTS = 72
const MOST_MOVERS = 10
/** The longest bucket that a chart of now is left without. */
const LONGEST_LEFT_OUT_MS = 10 * 60_000
/** What must be known of a window before, as a share of what is known now, for it to be compared with. */
const LEAST_KNOWN = 0.5

/**
 * What all functions in scope did in the window, beside what they did before, with those that moved most. The window is
 * widened to whole minutes. Sums are those of the functions whose figures are known, of as much of the window as is pulled; null
 * where none is. A window that is pulled in part is compared with none. What is compared
 * ends as long before the end of its window as what is known of this one, and is summed over functions known in both.
 */
export async function getOverview(db: Db, request: OverviewRequest, nowMs: number): Promise<OverviewResponse> {
  const window = widenToMinutes(checkWindow(request))
  const [functions, starts] = await Promise.all([
    listFleet(db, request),
    listPlaceIds(db, request).then((placeIds) => getPullStarts(db, placeIds, window)),
  ])
  const grid = gridOf(window, nowMs)
  const shifts = starts.countsFromMs > window.fromMs ? [] : shiftsOf(window)
  const reachMs = Math.max(0, ...shifts.map(({ byMs }) => byMs))
  const ids = functions.map(({ id }) => id)
  const asked = listFleetSources(db, ids, { fromMs: window.fromMs - reachMs, toMs: window.toMs }, COUNTS)
  const told = asked.then((sources) => ({
    known: countReadable(sources, { ...window, fromMs: starts.countsFromMs, nowMs }),
    partlyFromLogs: countPartlyRead(sources, window),
    ends: findReadEnds(functions, sources, { ...window, ...starts, nowMs, toleranceMs: TOLERANCE_MS }),
  }))
  // What does not depend on the sources is read beside them.
  const [{ known, partlyFromLogs, ends }, { now, figures, trend }, compared, pools] = await Promise.all([
    told,
    Promise.all([readFunctionFigures(db, functions, { ...grid, ...starts }, COUNTS, { sources: asked }), told]).then(
      ([readings, { ends }]) => sumUp(readings, grid, ends),
    ),
    Promise.all([asked, told]).then(([sources, { known, ends }]) =>
      compare(db, functions, { window, ends, known, nowMs, shifts, sources }),
    ),
    listPools(db, request, window),
  ])
  const common = compared && sumCommon({ now, figures }, compared.readings)
  return {
    ...window,
    functions: functions.length,
    known,
    knownFromLogs: now.filter(({ logs }) => logs !== null).length,
    partlyFromLogs,
    figures,
    countedFromMs: starts.countsFromMs,
    loggedFromMs: starts.logsFromMs,
    countedToMs: ends.countsToMs,
    loggedToMs: ends.logsToMs,
    comparedWith: compared?.comparedWith ?? null,
    compared: common?.now ?? null,
    before: common?.before ?? null,
    comparedFunctions: common?.functions ?? 0,
    movers: compared === null ? [] : await listMovers(db, functions, now, compared.readings),
    trend: { ...trend, invocationsBefore: sumBefore(compared?.readings ?? [], known, grid, ends) },
    pools,
  }
}

/** Sums of the window itself, made while the database still reads what was before. */
function sumUp(now: readonly FunctionReading[], grid: BucketGrid, ends: ReadEnds) {
  const trend = {
    periodMs: grid.periodMs,
    atMs: bucketStarts(grid),
    known: countKnownBuckets(now, 'Invocations', grid),
    invocations: sumNow(now, 'Invocations', grid, ends),
    errors: sumNow(now, 'Errors', grid, ends),
    throttles: sumNow(now, 'Throttles', grid, ends),
  }
  return { now, figures: sumFigures(now), trend }
}

function gridOf(window: Window, nowMs: number): BucketGrid {
  return { ...window, ...bucketGrid(window, TREND_POINTS), nowMs }
}

type Shift = { kind: Comparison['kind']; byMs: number }

/** How far back what a window may be compared with lies: the same window a week before, else the one before. */
function shiftsOf({ fromMs, toMs }: Window): Shift[] {
  const lengthMs = toMs - fromMs
  return [
    // A range of a week begins with a whole hour, and is a little longer than that.
    { kind: 'week-before', byMs: Math.max(1, Math.ceil((lengthMs - HOUR_MS) / WEEK_MS)) * WEEK_MS },
    { kind: 'window-before', byMs: lengthMs },
  ]
}

/** The first window before that is known; null when none is. */
async function compare(
  db: Db,
  functions: readonly FleetFunction[],
  of: { window: Window; ends: ReadEnds; known: number; nowMs: number; shifts: Shift[]; sources: FleetSources },
): Promise<{ comparedWith: Comparison; readings: FunctionReading[] } | null> {
  const { window, ends, known, nowMs } = of
  for (const { kind, byMs } of of.shifts) {
    const before = { fromMs: window.fromMs - byMs, toMs: window.toMs - byMs }
    const endsBefore = { countsToMs: ends.countsToMs - byMs, logsToMs: ends.logsToMs - byMs }
    const knownBefore = countReadable(of.sources, { ...before, toMs: endsBefore.countsToMs, nowMs })
    if (knownBefore === 0 || knownBefore < known * LEAST_KNOWN) continue
    const grid = { ...gridOf(before, nowMs), ...endsBefore }
    const readings = await readFunctionFigures(db, functions, grid, COUNTS, { sources: of.sources })
    return { comparedWith: { ...before, kind }, readings }
  }
  return null
}

/** Sums of the functions that are known in both; those whose lines are known in both for what lines tell. */
function sumCommon(
  { now, figures }: { now: readonly Figures[]; figures: FleetFigures },
  before: readonly Figures[],
): Common {
  const pairs = now.flatMap((is, index) => {
    const was = before[index]
    return was === undefined ? [] : [{ is, was }]
  })
  const counted = pairs.filter(({ is, was }) => is.figures.invocations !== null && was.figures.invocations !== null)
  const logged = pairs.filter(({ is, was }) => is.logs !== null && was.logs !== null)
  // Sketches of thousands of functions are merged for it: not twice those of the same.
  const isOfAll = logged.length === now.filter(({ logs }) => logs !== null).length
  const sum = (side: 'is' | 'was', p95Ms?: number | null) =>
    sumFigures(
      counted.map((pair) => pair[side]),
      logged.map((pair) => pair[side]),
      p95Ms,
    )
  return { now: sum('is', isOfAll ? figures.durationP95Ms : undefined), before: sum('was'), functions: counted.length }
}

type Common = { now: FleetFigures; before: FleetFigures; functions: number }
type Figures = Pick<FunctionReading, 'figures' | 'logs' | 'durations'>

/** p95Ms: where it is known already. */
function sumFigures(
  counted: readonly Figures[],
  logged: readonly Figures[] = counted,
  p95Ms?: number | null,
): FleetFigures {
  return {
    invocations: sumKnown(counted, ({ figures }) => figures.invocations),
    errors: sumKnown(counted, ({ figures }) => figures.errors),
    throttles: sumKnown(counted, ({ figures }) => figures.throttles),
    durationP95Ms: p95Ms === undefined ? p95Of(logged) : p95Ms,
    loggedInvocations: sumKnown(logged, ({ logs }) => logs?.invocations ?? null),
    coldStarts: sumKnown(logged, ({ logs }) => logs?.coldStarts ?? null),
    costUsd: sumKnown(logged, ({ figures }) => figures.costUsd),
  }
}

/** Of the functions whose lines are known. */
function p95Of(readings: readonly Figures[]): number | null {
  const sketches: Uint8Array[] = []
  for (const { logs, durations } of readings) if (logs !== null) for (const sketch of durations) sketches.push(sketch)
  return packedQuantile(sketches, 0.95)
}

/** Null where none is known. */
function sumKnown(readings: readonly Figures[], figureOf: (reading: Figures) => number | null): number | null {
  let sum: number | null = null
  for (const reading of readings) {
    const value = figureOf(reading)
    if (value !== null) sum = (sum ?? 0) + value
  }
  return sum
}

/** Without what is not counted whole yet, unless much time would be missing with it. */
function sumNow(
  readings: readonly FunctionReading[],
  metric: CountMetric,
  grid: BucketGrid,
  { countsToMs }: ReadEnds,
): (number | null)[] {
  const sums = sumBuckets(readings, metric, grid)
  // The window's own end cuts nothing off: nobody asked for more.
  return grid.periodMs > LONGEST_LEFT_OUT_MS || countsToMs >= grid.toMs ? sums : wholeBuckets(sums, grid, countsToMs)
}

/** Of fewer functions than are known now, a bucket would pass for a rise since. */
function sumBefore(
  readings: readonly FunctionReading[],
  known: number,
  grid: BucketGrid,
  { countsToMs }: ReadEnds,
): (number | null)[] {
  const counts = countKnownBuckets(readings, 'Invocations', grid)
  const sums = sumBuckets(readings, 'Invocations', grid)
  return wholeBuckets(
    sums.map((sum, index) => (isNearlyAll(counts[index] ?? 0, known) ? sum : null)),
    grid,
    countsToMs,
  )
}

/** A bucket that is cut off, by the end of the window or of what is counted, would pass for a fall. */
function wholeBuckets(
  sums: readonly (number | null)[],
  { originMs, periodMs }: BucketGrid,
  toMs: number,
): (number | null)[] {
  return sums.map((sum, index) => (originMs + (index + 1) * periodMs > toMs ? null : sum))
}

async function listMovers(
  db: Db,
  functions: readonly FleetFunction[],
  now: readonly FunctionReading[],
  before: readonly FunctionReading[],
): Promise<OverviewResponse['movers']> {
  const pairs = functions.map((subject, index) => {
    const [is, was] = [now[index], before[index]]
    const calls = Math.min(is?.figures.invocations ?? 0, was?.figures.invocations ?? 0)
    const isEnough = calls >= LEAST_FOR_P95
    return { subject, now: figuresOf(is, isEnough), before: figuresOf(was, isEnough) }
  })
  const movers = findMovers(pairs, MOST_MOVERS)
  const names = await listFunctionNames(
    db,
    movers.map(({ subject }) => subject.id),
  )
  return movers.map(({ subject: { id, accountId, region }, moves }) => {
    const moved = moves.map(({ figure, before: was, now: is }) => ({ figure, before: was, now: is }))
    return { functionName: names.get(id) ?? '', accountId, region, moves: moved }
  })
}

function figuresOf(reading: FunctionReading | undefined, withP95: boolean): FunctionFigures {
  const { invocations = null, errors = null, throttles = null, costUsd = null } = reading?.figures ?? {}
  return { invocations, errors, throttles, durationP95Ms: withP95 ? (reading?.p95Ms() ?? null) : null, costUsd }
}
