import type { Db } from '@/lib/server/db'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getFunctionMetrics } from '@/lib/server/queries/get-function-metrics'
import { getFunctionSummary } from '@/lib/server/queries/get-function-summary'
import { callsOf, type TrueCall } from '@/lib/sync/testing/true-analysis'
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
  type TrueThrottle,
  type TrueWindow,
} from '@/lib/sync/testing/true-window'

type Compared = { db: Db; truth: TrueWindow; nowMs: number }
type Metrics = Awaited<ReturnType<typeof getFunctionMetrics>>

const COUNTS: Readonly<Record<string, (call: TrueCall) => number>> = {
  Invocations: () => 1,
  Errors: ({ result }) => Number(result !== 'success'),
  LoggedInvocations: () => 1,
  LoggedErrors: ({ result }) => Number(result !== 'success'),
  ColdStarts: ({ coldStart }) => Number(coldStart),
  Timeouts: ({ result }) => Number(result === 'timeout'),
  OutOfMemory: ({ result }) => Number(result === 'out-of-memory'),
  InitErrors: ({ result }) => Number(result === 'init-error'),
  BilledDuration: ({ billedMs }) => billedMs,
}
const RANKS: Readonly<Record<string, number>> = { p50: 0.5, p95: 0.95, p99: 0.99 }

/** What the Summary of every function, version and alias says of a window, in sum and over time, beside what happened. */
export async function compareMetrics({ db, truth, nowMs }: Compared): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const fn of truth.functions) {
    const identity = await getFunctionIdentity(db, fn.name, fn)
    const counts = new Map([[undefined, fn.all], ...Object.entries({ ...fn.versions, ...fn.aliases })])
    for (const [qualifier, { throttles }] of counts) {
      const request = { from: truth.from, to: truth.to, qualifier }
      const calls = callsOf(ofFunction(truth.calls, fn), qualifier)
      const named = (figure: string) => `summary: ${fn.region} ${fn.name}:${qualifier ?? ''} ${figure}`
      const summary = await getFunctionSummary(db, identity, request, nowMs)
      figures.push(...countFigures(named, summary, calls, throttles))
      // Where log lines do not tell all, only what CloudWatch counts can be known.
      if (!isLogged(fn)) continue
      figures.push(...summaryFigures(named, summary, calls, fn))
      if (qualifier === undefined) {
        const minutes = truth.minutes.filter(({ region }) => region === fn.region)
        const most = highestOf(minutes, (one) => one.functions.find(({ name }) => name === fn.name)?.all ?? 0) ?? 0
        figures.push([named('concurrency'), summary.concurrency.max ?? 0, most])
      }
      const refused = refusedOf(ofFunction(truth.throttles, fn), qualifier)
      figures.push(...seriesFigures(named, await getFunctionMetrics(db, identity, request, nowMs), calls, refused))
    }
  }
  return figures
}

/** Refused requests name an alias or nothing: those of a version are in its sum alone. */
function refusedOf(throttles: readonly TrueThrottle[], qualifier: string | undefined): TrueThrottle[] | null {
  if (qualifier === undefined) return [...throttles]
  const isVersion = qualifier === '$LATEST' || /^\d+$/.test(qualifier)
  return isVersion ? null : throttles.filter((one) => one.qualifier === qualifier)
}

type Named = (figure: string) => string
type Summary = Awaited<ReturnType<typeof getFunctionSummary>>

function countFigures(named: Named, summary: Summary, calls: readonly TrueCall[], throttles: number): Figure[] {
  const failed = calls.filter(({ result }) => result !== 'success').length
  return [
    [named('counts'), [summary.invocations, summary.errors, summary.throttles], [calls.length, failed, throttles]],
  ]
}

function summaryFigures(
  named: Named,
  { fromLogs, durationMs }: Summary,
  calls: readonly TrueCall[],
  { architecture }: TrueFunction,
): Figure[] {
  const sum = (metric: string) => sumOf(calls, COUNTS[metric] ?? (() => Number.NaN))
  const durations = calls.map((call) => call.durationMs)
  return [
    [named('logged'), [fromLogs.invocations, fromLogs.errors], [calls.length, sum('Errors')]],
    [
      named('failures'),
      [fromLogs.timeouts, fromLogs.outOfMemory, fromLogs.initErrors],
      [sum('Timeouts'), sum('OutOfMemory'), sum('InitErrors')],
    ],
    [named('cold starts'), fromLogs.coldStarts, sum('ColdStarts')],
    [named('billed'), fromLogs.billedMs, sum('BilledDuration')],
    [named('memory'), fromLogs.maxMemoryUsedMb, highestOf(calls, (call) => call.maxMemoryUsedMb)],
    same(named('cost'), fromLogs.costUsd, usdOf(calls, architecture)),
    near(named('p50'), durationMs.p50, rankOf(durations, 0.5)),
    near(named('p95'), durationMs.p95, rankOf(durations, 0.95)),
    near(named('p99'), durationMs.p99, rankOf(durations, 0.99)),
    [named('longest'), durationMs.max, rankOf(durations, 1)],
  ]
}

function seriesFigures(
  named: Named,
  { series, periodMs, fromMs, toMs }: Metrics,
  calls: readonly TrueCall[],
  refused: readonly TrueThrottle[] | null,
): Figure[] {
  const inside = (atMs: number) => atMs >= fromMs && atMs < toMs
  const byPeriod = new Map<number, TrueCall[]>()
  for (const call of calls.filter(({ startMs }) => inside(startMs))) {
    const atMs = Math.floor(call.startMs / periodMs) * periodMs
    byPeriod.set(atMs, [...(byPeriod.get(atMs) ?? []), call])
  }
  return series.flatMap(({ metric, statistic, source, points }): Figure[] => {
    const name = named(`${metric} ${statistic} of ${source}`)
    if (metric === 'Throttles' && refused !== null) {
      const expected = points.map(([at]) => refused.filter(({ atMs }) => atMs >= at && atMs < at + periodMs).length)
      return [[name, points.map(([, value]) => value), expected]]
    }
    const count = COUNTS[metric]
    if (statistic === 'Sum' && count !== undefined) {
      const expected = points.map(([at]) => sumOf(byPeriod.get(at) ?? [], count))
      return [[name, points.map(([, value]) => value), expected]]
    }
    if (source !== 'logs') return []
    return points.map(([at, value]) => pointFigure(name, value, metric, statistic, byPeriod.get(at) ?? []))
  })
}

function pointFigure(
  name: string,
  value: number | null,
  metric: string,
  statistic: string,
  calls: readonly TrueCall[],
): Figure {
  if (metric === 'MaxMemoryUsed') return [name, value, highestOf(calls, (call) => call.maxMemoryUsedMb)]
  if (metric === 'InitDuration') {
    return [
      name,
      value,
      rankOf(
        calls.flatMap(({ initMs, restoreMs }) => initMs ?? restoreMs ?? []),
        1,
      ),
    ]
  }
  return near(
    name,
    value,
    rankOf(
      calls.map(({ durationMs }) => durationMs),
      RANKS[statistic] ?? 1,
    ),
  )
}
