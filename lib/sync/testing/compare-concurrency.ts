import type { Db } from '@/lib/server/db'
import { getFunctionConcurrency } from '@/lib/server/queries/get-function-concurrency'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getLedger } from '@/lib/server/queries/get-ledger'
import { listHolders } from '@/lib/server/queries/list-holders'
import { listLanes } from '@/lib/server/queries/list-lanes'
import { callsOf } from '@/lib/sync/testing/true-analysis'
import type { TrueFunction } from '@/lib/sync/testing/true-function'
import {
  type Figure,
  highestOf,
  isLogged,
  near,
  ofFunction,
  type TrueMinute,
  type TrueWindow,
} from '@/lib/sync/testing/true-window'

const MINUTE = 60_000

type Compared = { db: Db; truth: TrueWindow; nowMs: number }
type Columns = { atMs: readonly number[]; periodMs: number }

/** What the Concurrency pages of functions and of accounts say of a window, beside what happened. */
export async function compareConcurrency(compared: Compared): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const fn of compared.truth.functions) figures.push(...(await functionFigures(compared, fn)))
  const regions = [...new Set(compared.truth.functions.map(({ region }) => region))]
  for (const region of regions) figures.push(...(await accountFigures(compared, region)))
  return figures
}

async function functionFigures({ db, truth, nowMs }: Compared, fn: TrueFunction): Promise<Figure[]> {
  const identity = await getFunctionIdentity(db, fn.name, fn)
  const minutes = truth.minutes.filter(({ region }) => region === fn.region)
  const throttles = ofFunction(truth.throttles, fn)
  const figures: Figure[] = []
  const counts = new Map<string | undefined, { throttles: number }>([
    [undefined, fn.all],
    ...Object.entries({ ...fn.versions, ...fn.aliases }),
  ])
  for (const [qualifier, { throttles: refusedInAll }] of counts) {
    const request = { from: truth.from, to: truth.to, qualifier }
    const data = await getFunctionConcurrency(db, identity, request, nowMs)
    const named = (figure: string) => `concurrency: ${fn.region} ${fn.name}:${qualifier ?? ''} ${figure}`
    const inUse = (minute: TrueMinute) => {
      const own = minute.functions.find(({ name }) => name === fn.name)
      return (qualifier === undefined ? own?.all : own?.byQualifier[qualifier]) ?? 0
    }
    figures.push([named('throttles'), data.throttles, refusedInAll])
    if (isLogged(fn)) {
      const lanes = await listLanes(db, identity, request, nowMs)
      const own = callsOf(ofFunction(truth.calls, fn), qualifier)
      figures.push([
        named('environments'),
        lanes.isWhole && lanes.environments.length,
        lanes.isWhole && environmentsOf(own),
      ])
    }
    // What a version ran at once is not told apart from what its aliases ran.
    if (qualifier !== undefined && !(qualifier in fn.aliases)) continue
    const refused = throttles.filter((one) => qualifier === undefined || one.qualifier === qualifier)
    figures.push(
      [named('in use'), data.concurrent, highestByColumn(minutes, data, inUse)],
      [named('most'), data.concurrentMax, highestOf(minutes, inUse)],
      [named('throttled'), data.throttled, countByColumn(refused, data)],
    )
    for (const one of data.provisioned) {
      const used = (minute: TrueMinute) =>
        minute.functions.find(({ name }) => name === fn.name)?.provisionedInUse[one.qualifier] ?? 0
      const calls = callsOf(ofFunction(truth.calls, fn), one.qualifier)
      figures.push(
        [named('allocated'), one.allocated, fn.provisioned[one.qualifier]],
        [named('provisioned in use'), one.inUse, highestByColumn(minutes, data, used)],
        [named('most provisioned in use'), one.inUseMax, highestOf(minutes, used)],
        near(named('utilisation'), one.utilisationMax, (one.inUseMax ?? 0) / (one.allocated ?? 1), 1e-9),
        [named('on provisioned'), one.invocations, calls.filter(({ provisioned }) => provisioned).length],
        [named('spilled over'), one.spillover, calls.filter(({ spillover }) => spillover).length],
      )
    }
    if (qualifier === undefined) figures.push(...throttledFigures(named, data, throttles, minutes, fn))
  }
  return figures
}

function environmentsOf(calls: readonly { environment: string }[]): number {
  return new Set(calls.map(({ environment }) => environment)).size
}

type Concurrency = Awaited<ReturnType<typeof getFunctionConcurrency>>

/** The minutes of the throttle explainer. */
function throttledFigures(
  named: (figure: string) => string,
  data: Concurrency,
  throttles: readonly { atMs: number }[],
  minutes: readonly TrueMinute[],
  fn: TrueFunction,
): Figure[] {
  const counts = new Map<number, number>()
  for (const { atMs } of throttles) {
    const minute = Math.floor(atMs / MINUTE) * MINUTE
    counts.set(minute, (counts.get(minute) ?? 0) + 1)
  }
  const expected = data.minutes.map(({ atMs }) => {
    const minute = minutes.find((one) => one.atMs === atMs)
    const peak = minute?.functions.find(({ name }) => name === fn.name)?.all
    return [counts.get(atMs), peak, minute?.claimed]
  })
  const told = data.minutes.map(({ throttles: count, peak, claimed }) => [count, peak, claimed])
  const cause = data.causes.find((one) => one.cause === 'reserved')
  const reserved = data.reserved ?? Number.POSITIVE_INFINITY
  const atLimit = [...counts.keys()].filter((atMs) => {
    const minute = minutes.find((one) => one.atMs === atMs)
    return (minute?.functions.find(({ name }) => name === fn.name)?.all ?? 0) >= reserved
  })
  return [
    [named('throttled minutes'), data.throttledMinutes, counts.size],
    [named('what they held'), told, expected],
    // The simulator refuses by reserved concurrency alone; before the first look at it that is possible at most.
    [named('reserved as the cause'), (cause?.minutes ?? 0) + (cause?.possibleMinutes ?? 0), atLimit.length],
  ]
}

function highestByColumn(
  minutes: readonly TrueMinute[],
  { atMs, periodMs }: Columns,
  of: (minute: TrueMinute) => number,
): number[] {
  return atMs.map((fromMs) => {
    const own = minutes.filter((minute) => minute.atMs >= fromMs && minute.atMs < fromMs + periodMs)
    return highestOf(own, of) ?? Number.NaN
  })
}

function countByColumn(items: readonly { atMs: number }[], { atMs, periodMs }: Columns): number[] {
  return atMs.map((fromMs) => items.filter((item) => item.atMs >= fromMs && item.atMs < fromMs + periodMs).length)
}

async function accountFigures({ db, truth, nowMs }: Compared, region: string): Promise<Figure[]> {
  const accountId = truth.functions.find((fn) => fn.region === region)?.accountId ?? ''
  const ledger = await getLedger(db, { from: truth.from, to: truth.to, accountId, region }, nowMs)
  const minutes = truth.minutes.filter((minute) => minute.region === region)
  const named = (figure: string) => `account: ${region} ${figure}`
  const figures: Figure[] = [
    [named('claimed'), ledger.claimed, highestByColumn(minutes, ledger, ({ claimed }) => claimed)],
    [named('most claimed'), ledger.claimedMax, highestOf(minutes, ({ claimed }) => claimed)],
    [named('in use'), ledger.concurrent, highestByColumn(minutes, ledger, ({ account }) => account)],
    [named('most in use'), ledger.concurrentMax, highestOf(minutes, ({ account }) => account)],
  ]
  const claimed = ledger.claimed.map((value, index) => {
    const parts = [ledger.reserved[index], ledger.provisioned[index], ledger.onDemand[index]]
    return [value, parts.reduce<number>((sum, part) => sum + (part ?? Number.NaN), 0)]
  })
  figures.push([named('parts'), claimed.map(([, sum]) => sum), claimed.map(([value]) => value)])
  for (const { functionName, qualifier, values } of ledger.bands) {
    const fn = truth.functions.find((one) => one.region === region && one.name === functionName)
    if (qualifier === null || fn === undefined) continue
    const band = values.filter((value) => value !== null)
    const stands = band.map(() => fn.provisioned[qualifier])
    figures.push([named(`${functionName}:${qualifier} provisioned`), band, stands])
  }
  for (const { functionName, peak, throttles } of ledger.functions) {
    const inUse = (minute: TrueMinute) => minute.functions.find(({ name }) => name === functionName)?.all ?? 0
    const refused = ofFunction(truth.throttles, { region, name: functionName }).length
    figures.push([named(functionName), [peak, throttles], [highestOf(minutes, inUse), refused]])
  }
  const busiest = minutes.toSorted((a, b) => b.account - a.account)[0]
  if (busiest === undefined) return figures
  const held = await listHolders(db, { accountId, region, at: busiest.atMs + 1 })
  const expected = busiest.functions.map(({ name, all }) => [name, all]).sort()
  return [
    ...figures,
    [named('one minute'), [held.claimed, held.concurrent], [busiest.claimed, busiest.account]],
    [named('who held it'), held.functions.map(({ functionName, peak }) => [functionName, peak]).sort(), expected],
  ]
}
