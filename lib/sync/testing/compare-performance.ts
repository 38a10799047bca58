import type { Db } from '@/lib/server/db'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getPerformance } from '@/lib/server/queries/get-performance'
import { callsOf, type TrueCall } from '@/lib/sync/testing/true-analysis'
import type { TrueFunction } from '@/lib/sync/testing/true-function'
import { gbSecondUsd, initGbSecondsOf, trueFitMb, usdOf } from '@/lib/sync/testing/true-price'
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

type Performance = Awaited<ReturnType<typeof getPerformance>>
type Compared = { db: Db; truth: TrueWindow; nowMs: number }

const CLOSE_SHARE = 0.8

/** What the Performance page of every function, version and alias that ran says of a window, beside what happened. */
export async function comparePerformance({ db, truth, nowMs }: Compared): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const fn of truth.functions.filter(isLogged)) {
    const identity = await getFunctionIdentity(db, fn.name, fn)
    for (const qualifier of [undefined, ...Object.keys(fn.versions), ...Object.keys(fn.aliases)]) {
      const request = { from: truth.from, to: truth.to, qualifier }
      const data = await getPerformance(db, identity, request, nowMs)
      const own = callsOf(ofFunction(truth.calls, fn), qualifier)
      if (own.length === 0) continue
      const of = { fn, data, calls: own }
      const all = [...heatFigures(of), ...versionFigures(of), ...groupFigures(of), ...ledgerFigures(of)]
      figures.push(
        ...[...all, ...adviceFigures(of)].map(
          ([name, ...values]): Figure => [`performance: ${fn.region} ${fn.name}:${qualifier ?? ''} ${name}`, ...values],
        ),
      )
    }
  }
  return figures
}

type Of = { fn: TrueFunction; data: Performance; calls: readonly TrueCall[] }

function heatFigures({ data, calls }: Of): Figure[] {
  const { bands = [], columns = [] } = data.heat ?? {}
  const expected = columns.map(({ fromMs, toMs }) => {
    const own = calls.filter(({ startMs }) => startMs >= fromMs && startMs < toMs)
    return bands.map((band) => {
      return own.filter(({ durationMs }) => durationMs > (band.fromMs ?? -1) && durationMs <= band.toMs).length
    })
  })
  return [['heat map', columns.map(({ counts }) => counts), expected]]
}

type Spread = { p50Ms: number | null; p95Ms: number | null; p99Ms: number | null; maxMs: number | null }

function spreadFigures(name: string, spread: Spread | null | undefined, calls: readonly TrueCall[], share?: number) {
  const durations = calls.map(({ durationMs }) => durationMs)
  return [
    near(`${name} p50`, spread?.p50Ms, rankOf(durations, 0.5), share),
    near(`${name} p95`, spread?.p95Ms, rankOf(durations, 0.95), share),
    near(`${name} p99`, spread?.p99Ms, rankOf(durations, 0.99), share),
    [`${name} max`, spread?.maxMs ?? null, rankOf(durations, 1)] as const,
  ]
}

function versionFigures({ fn, data, calls }: Of): Figure[] {
  const figures: Figure[] = spreadFigures('all', data.total, calls)
  for (const one of data.versions) {
    const own = calls.filter(({ executedVersion }) => executedVersion === one.version)
    const named = (figure: string) => `${one.version} ${figure}`
    const closeMs = one.closeMs ?? Number.NaN
    figures.push(
      ...spreadFigures(named('Duration'), one, own),
      [named('errors'), one.errors, own.filter(({ result }) => result !== 'success').length],
      [named('cold starts'), one.coldStarts, own.filter(({ coldStart }) => coldStart).length],
      [named('timeouts'), one.timeouts, own.filter(({ result }) => result === 'timeout').length],
      [named('Memory Size'), one.memoryMb, own[0]?.memoryMb],
      [named('timeout'), one.timeoutS, fn.timeoutS],
      near(named('close to timeout'), closeMs, fn.timeoutS * 1000 * CLOSE_SHARE),
      [named('calls close to it'), one.close, own.filter(({ durationMs }) => durationMs > closeMs).length],
      [named('verdict'), one.timeoutVerdict, timeoutVerdict(own, fn.timeoutS)],
    )
  }
  return figures
}

function timeoutVerdict(calls: readonly TrueCall[], timeoutS: number): string {
  const share = (highestOf(calls, ({ durationMs }) => durationMs) ?? 0) / (timeoutS * 1000)
  if (calls.some(({ result }) => result === 'timeout')) return 'reached'
  if (share >= CLOSE_SHARE) return 'close'
  return share < 0.1 && timeoutS >= 10 ? 'loose' : 'fine'
}

function groupFigures({ fn, data, calls }: Of): Figure[] {
  return data.groups.flatMap((group) => {
    const own = calls.filter(({ memoryMb, coldStart }) => memoryMb === group.memoryMb && coldStart === group.cold)
    const inits = own.flatMap(({ initMs, restoreMs }) => initMs ?? restoreMs ?? [])
    const named = (figure: string) => `${group.memoryMb} MB ${group.cold ? 'cold' : 'warm'} ${figure}`
    return [
      [named('invocations'), group.invocations, own.length] as const,
      // Each value is read: nearest-rank of all of them, to the last digit.
      ...spreadFigures(named('Duration'), group, own, 1e-9),
      same(named('init p50'), group.initP50Ms, rankOf(inits, 0.5)),
      same(named('init p95'), group.initP95Ms, rankOf(inits, 0.95)),
      [named('memory used'), group.maxMemoryUsedMb, highestOf(own, (call) => call.maxMemoryUsedMb)] as const,
      same(named('usd'), group.usdPerMillion, (usdOf(own, fn.architecture) / own.length) * 1_000_000),
    ]
  })
}

function ledgerFigures({ fn, data, calls }: Of): Figure[] {
  const cold = calls.filter(({ coldStart }) => coldStart)
  const inits = cold.flatMap(({ initMs, restoreMs }) => initMs ?? restoreMs ?? [])
  // Of an init that failed and was run again within the call no time of its own is told.
  const isTold = cold.length === 0 || inits.length > 0
  const usd = isTold ? initGbSecondsOf(cold) * gbSecondUsd(fn.architecture) : null
  return [
    ['cold starts', data.coldStarts?.coldStarts, cold.length],
    same('cold share', data.coldStarts?.share, cold.length / calls.length),
    same(
      'time in init',
      data.coldStarts?.initMs,
      sumOf(inits, (ms) => ms),
    ),
    same('longest init', data.coldStarts?.initMaxMs, rankOf(inits, 1)),
    near('cost of cold starts', data.coldStarts?.usd, usd, 0.02),
  ]
}

/** Right-sizing: the rules of the page, by what happened. */
function adviceFigures({ data, calls }: Of): Figure[] {
  const sizeMb = calls.at(-1)?.memoryMb ?? Number.NaN
  const mostMb = highestOf(calls, ({ maxMemoryUsedMb }) => maxMemoryUsedMb) ?? Number.NaN
  const fitMb = trueFitMb(mostMb)
  const ranOut = calls.some(({ result }) => result === 'out-of-memory')
  const isTight = mostMb >= sizeMb * 0.9
  const expected =
    ranOut || isTight
      ? ['raise', ranOut ? sizeMb * 2 : fitMb]
      : fitMb > sizeMb * 0.75
        ? ['keep', null]
        : ['lower', fitMb]
  const { verdict, toMb, memoryMb, maxUsedMb } = data.memory ?? {}
  return [
    ['memory', [memoryMb, maxUsedMb], [sizeMb, mostMb]],
    ['memory advice', [verdict, toMb], expected],
  ]
}
