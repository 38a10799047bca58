import type { Db } from '@/lib/server/db'
import { getOverview } from '@/lib/server/queries/get-overview'
import { listFunctions } from '@/lib/server/queries/list-functions'
import type { TrueCall } from '@/lib/sync/testing/true-analysis'
import type { TrueFunction } from '@/lib/sync/testing/true-function'
import { usdOf } from '@/lib/sync/testing/true-price'
import {
  type Figure,
  highestOf,
  isLogged,
  near,
  ofFunction,
  rankOf,
  same,
  sumOf,
  type TrueWindow,
} from '@/lib/sync/testing/true-window'

type Compared = {
  db: Db
  truth: TrueWindow
  /** What happened in another window. */
  readTruth(window: { from: number; to: number }): Promise<TrueWindow>
  nowMs: number
}
type Known = Pick<TrueFunction, 'name' | 'region'>

/** What the list of functions and the overview say of a window, beside what happened. */
export async function compareFleet(compared: Compared): Promise<Figure[]> {
  return [...(await functionFigures(compared)), ...(await overviewFigures(compared))]
}

async function functionFigures({ db, truth, nowMs }: Compared): Promise<Figure[]> {
  const { from, to } = truth
  const { items } = await listFunctions(db, { from, to, limit: 1000 }, nowMs)
  const figures: Figure[] = [['functions', items.length, truth.functions.length]]
  for (const fn of truth.functions) {
    const item = items.find((one) => one.name === fn.name && one.region === fn.region)
    const calls = ofFunction(truth.calls, fn)
    const named = (figure: string) => `functions: ${fn.region} ${fn.name} ${figure}`
    figures.push(
      [named('invocations'), item?.invocations, calls.length],
      [named('errors'), item?.errors, failed(calls).length],
      [named('throttles'), item?.throttles, ofFunction(truth.throttles, fn).length],
      [named('sparkline'), item?.spark.values, item && sparkOf(calls, item.spark, from, to)],
    )
    if (!isLogged(fn)) continue
    const durations = calls.map(({ durationMs }) => durationMs)
    figures.push(
      [named('logged'), item?.loggedInvocations, calls.length],
      [named('cold starts'), item?.coldStarts, calls.filter(({ coldStart }) => coldStart).length],
      near(named('p95'), item?.durationP95Ms, rankOf(durations, 0.95)),
      [named('memory'), item?.maxMemoryUsedMb, highestOf(calls, ({ maxMemoryUsedMb }) => maxMemoryUsedMb)],
      same(named('cost'), item?.costUsd, usdOf(calls, fn.architecture)),
    )
  }
  return figures
}

function failed(calls: readonly TrueCall[]): TrueCall[] {
  return calls.filter(({ result }) => result !== 'success')
}

function sparkOf(
  calls: readonly TrueCall[],
  { fromMs, periodMs }: { fromMs: number; periodMs: number },
  from: number,
  to: number,
) {
  const starts: number[] = []
  for (let atMs = fromMs; atMs < to; atMs += periodMs) starts.push(atMs)
  return starts.map((atMs) => {
    const [first, end] = [Math.max(atMs, from), Math.min(atMs + periodMs, to)]
    return calls.filter(({ startMs }) => startMs >= first && startMs < end).length
  })
}

async function overviewFigures({ db, truth, readTruth, nowMs }: Compared): Promise<Figure[]> {
  const { from, to } = truth
  const overview = await getOverview(db, { from, to }, nowMs)
  const { comparedWith, before, trend } = overview
  const figures: Figure[] = [
    ['overview: functions', [overview.functions, overview.known], [truth.functions.length, truth.functions.length]],
    ...sumFigures('overview:', overview.figures, truth),
    ...trendFigures(trend, truth),
    ...poolFigures(overview.pools, truth),
  ]
  if (comparedWith === null || before === null) return figures
  const earlier = await readTruth({ from: comparedWith.fromMs, to: comparedWith.toMs })
  figures.push(...sumFigures(`overview, ${comparedWith.kind}:`, before, earlier))
  for (const { functionName, region, moves } of overview.movers) {
    const fn = { name: functionName, region }
    for (const { figure, before: was, now: is } of moves) {
      const share = figure === 'durationP95Ms' ? 0.0101 : 1e-9
      const named = `overview: mover ${functionName} ${figure}`
      figures.push(near(`${named} now`, is, figureOf(truth, fn, figure), share))
      figures.push(near(`${named} before`, was, figureOf(earlier, fn, figure), share))
    }
  }
  return figures
}

type Sums = Awaited<ReturnType<typeof getOverview>>['figures']

function sumFigures(title: string, sums: Sums, truth: TrueWindow): Figure[] {
  const logged = truth.functions.filter((fn) => isLogged(fn) || ofFunction(truth.calls, fn).length === 0)
  const callsOf = (fn: TrueFunction) => ofFunction(truth.calls, fn)
  const calls = logged.flatMap(callsOf)
  return [
    [`${title} invocations`, sums.invocations, truth.calls.length],
    [`${title} errors`, sums.errors, failed(truth.calls).length],
    [`${title} throttles`, sums.throttles, truth.throttles.length],
    [`${title} logged`, sums.loggedInvocations, calls.length],
    [`${title} cold starts`, sums.coldStarts, calls.filter(({ coldStart }) => coldStart).length],
    near(
      `${title} p95`,
      sums.durationP95Ms,
      rankOf(
        calls.map(({ durationMs }) => durationMs),
        0.95,
      ),
    ),
    same(
      `${title} cost`,
      sums.costUsd,
      sumOf(logged, (fn) => usdOf(callsOf(fn), fn.architecture)),
    ),
  ]
}

function trendFigures(trend: Awaited<ReturnType<typeof getOverview>>['trend'], truth: TrueWindow): Figure[] {
  const counted = (times: readonly number[]) =>
    trend.atMs.map((fromMs, index) => {
      const toMs = trend.atMs[index + 1] ?? truth.to
      return times.filter((atMs) => atMs >= fromMs && atMs < toMs).length
    })
  const starts = (calls: readonly TrueCall[]) => calls.map(({ startMs }) => startMs)
  return [
    ['overview: invocations over time', trend.invocations, counted(starts(truth.calls))],
    ['overview: errors over time', trend.errors, counted(starts(failed(truth.calls)))],
    ['overview: throttles over time', trend.throttles, counted(truth.throttles.map(({ atMs }) => atMs))],
  ]
}

function poolFigures(pools: Awaited<ReturnType<typeof getOverview>>['pools'], { minutes }: TrueWindow): Figure[] {
  return pools.flatMap(({ region, claimedMax, claimedMaxAtMs }) => {
    const own = minutes.filter((minute) => minute.region === region)
    const most = highestOf(own, ({ claimed }) => claimed)
    const last = own.findLast(({ claimed }) => claimed === most)
    const name = `overview: claimed concurrency of ${region}`
    return [
      [name, claimedMax, most],
      [`${name}, when`, claimedMaxAtMs, last?.atMs],
    ] as Figure[]
  })
}

function figureOf(truth: TrueWindow, fn: Known, figure: string): number | null {
  const calls = ofFunction(truth.calls, fn)
  if (figure === 'errors') return failed(calls).length
  if (figure === 'throttles') return ofFunction(truth.throttles, fn).length
  if (figure === 'invocations') return calls.length
  const durations = calls.map(({ durationMs }) => durationMs)
  if (figure === 'durationP95Ms') return rankOf(durations, 0.95)
  const known = truth.functions.find((one) => one.name === fn.name && one.region === fn.region)
  return usdOf(calls, known?.architecture ?? '')
}
