import type { Db } from '@/lib/server/db'
import { getComparison } from '@/lib/server/queries/get-comparison'
import { getFunctionConcurrency } from '@/lib/server/queries/get-function-concurrency'
import { type FunctionIdentity, getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getPerformance } from '@/lib/server/queries/get-performance'
import { getVersions } from '@/lib/server/queries/get-versions'
import { listLanes } from '@/lib/server/queries/list-lanes'
import { callsOf, countBy, mostAtOnce, type TrueCall } from '@/lib/sync/testing/true-analysis'
import type { TrueFunction } from '@/lib/sync/testing/true-function'

export type Difference = {
  name: string
  qualifier: string | undefined
  figure: string
  got: unknown
  expected: unknown
}

type Compared = {
  db: Db
  fn: TrueFunction
  calls: readonly TrueCall[]
  window: { from: number; to: number }
  nowMs: number
}
type Figures = Record<string, [got: unknown, expected: unknown]>

/** What the Performance, Concurrency and Versions pages of a function say otherwise than what happened. */
export async function compareAnalysis(compared: Compared): Promise<{ differences: Difference[]; count: number }> {
  const { db, fn, calls } = compared
  const identity = await getFunctionIdentity(db, fn.name, fn)
  const differences: Difference[] = []
  let count = 0
  const qualifiers = [undefined, ...Object.keys(fn.versions), ...Object.keys(fn.aliases)]
  for (const qualifier of qualifiers) {
    const own = callsOf(calls, qualifier)
    const figures = {
      ...(await performanceFigures(compared, identity, qualifier, own)),
      ...(await concurrencyFigures(compared, identity, qualifier, own)),
      ...(await comparisonFigures(compared, identity, qualifier, own)),
    }
    for (const [figure, [got, expected]] of Object.entries(figures)) {
      count += 1
      if (JSON.stringify(got) !== JSON.stringify(expected)) {
        differences.push({ name: fn.name, qualifier, figure, got, expected })
      }
    }
  }
  for (const [figure, [got, expected]] of Object.entries(await aliasFigures(compared, identity))) {
    count += 1
    if (got !== expected) differences.push({ name: fn.name, qualifier: undefined, figure, got, expected })
  }
  return { differences, count }
}

async function performanceFigures(
  { db, window, nowMs }: Compared,
  identity: FunctionIdentity,
  qualifier: string | undefined,
  own: readonly TrueCall[],
): Promise<Figures> {
  const data = await getPerformance(db, identity, { ...window, qualifier }, nowMs)
  const cold = own.filter(({ coldStart }) => coldStart)
  const initMs = cold.reduce((sum, call) => sum + (call.initMs ?? call.restoreMs ?? 0), 0)
  return {
    'heat map': [heatByMinute(data), countBy(own, ({ startMs }) => String(Math.floor(startMs / 60_000)))],
    'by version': [
      sorted(data.versions.map((one) => [one.version, one.invocations])),
      sorted(Object.entries(countBy(own, ({ executedVersion }) => executedVersion))),
    ],
    'by memory and start': [
      sorted(data.groups.map((one) => [`${one.memoryMb} ${one.cold}`, one.invocations])),
      sorted(Object.entries(countBy(own, (call) => `${call.memoryMb} ${call.coldStart}`))),
    ],
    'cold starts': [data.coldStarts?.coldStarts ?? 0, cold.length],
    'time in init': [Math.round(data.coldStarts?.initMs ?? 0), Math.round(initMs)],
    longest: [
      data.total?.maxMs ?? null,
      own.length === 0 ? null : Math.max(...own.map(({ durationMs }) => durationMs)),
    ],
    'memory used': [
      data.memory?.maxUsedMb ?? null,
      own.length === 0 ? null : Math.max(...own.map((call) => call.maxMemoryUsedMb)),
    ],
  }
}

async function concurrencyFigures(
  { db, fn, window, nowMs }: Compared,
  identity: FunctionIdentity,
  qualifier: string | undefined,
  own: readonly TrueCall[],
): Promise<Figures> {
  const request = { ...window, qualifier }
  const data = await getFunctionConcurrency(db, identity, request, nowMs)
  const lanes = await listLanes(db, identity, request, nowMs)
  const counts = qualifier === undefined ? fn.all : (fn.versions[qualifier] ?? fn.aliases[qualifier])
  const provisioned = data.provisioned.map((one) => [one.qualifier, one.invocations, one.spillover])
  const through = (name: string) => own.filter((call) => call.qualifier === name)
  const expected = data.provisioned.map(({ qualifier: name }) => [
    name,
    through(name).filter((call) => call.provisioned).length,
    through(name).filter((call) => call.spillover).length,
  ])
  return {
    throttles: [data.throttles, counts?.throttles],
    ...(qualifier === undefined ? { 'most at once': [data.concurrentMax, mostAtOnce(own, window)] } : {}),
    provisioned: [provisioned, expected],
    environments: [
      lanes.isWhole ? new Set(lanes.calls.map(({ environment }) => environment)).size : 'cut',
      lanes.isWhole ? new Set(own.map(({ environment }) => environment)).size : 'cut',
    ],
  }
}

async function comparisonFigures(
  { db, window, nowMs }: Compared,
  identity: FunctionIdentity,
  qualifier: string | undefined,
  own: readonly TrueCall[],
): Promise<Figures> {
  const sides = { firstFrom: window.from, firstTo: window.to, secondFrom: window.from, secondTo: window.to }
  const { second } = await getComparison(db, identity, { ...sides, first: qualifier, second: qualifier }, nowMs)
  const failed = own.filter(({ result }) => result !== 'success').length
  return {
    compared: [
      [second.invocations, second.errors, second.logged],
      [own.length, failed, own.length],
    ],
  }
}

/** Calls of each route of each alias. */
async function aliasFigures({ db, calls, window, nowMs }: Compared, identity: FunctionIdentity): Promise<Figures> {
  const { aliases } = await getVersions(db, identity, window, nowMs)
  return Object.fromEntries(
    aliases.flatMap(({ alias, invocations, routes }) => [
      [`calls through ${alias}`, [invocations, callsOf(calls, alias).length] as [unknown, unknown]],
      ...routes
        .filter(({ invocations: count }) => count !== null)
        .map(({ version, invocations: count }): [string, [unknown, unknown]] => [
          `${alias} to ${version}`,
          [count, callsOf(calls, alias).filter(({ executedVersion }) => executedVersion === version).length],
        ]),
    ]),
  )
}

function heatByMinute({ heat }: Awaited<ReturnType<typeof getPerformance>>): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { fromMs, counts: cells } of heat?.columns ?? []) {
    const sum = (cells ?? []).reduce((total, count) => total + count, 0)
    if (sum > 0) counts[String(fromMs / 60_000)] = sum
  }
  return counts
}

function sorted(entries: [string, number][]): [string, number][] {
  return entries.sort(([left], [right]) => (left < right ? -1 : 1))
}
