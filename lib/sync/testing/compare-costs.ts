import type { Db } from '@/lib/server/db'
import { getCost } from '@/lib/server/queries/get-cost'
import { callsOf, type TrueCall } from '@/lib/sync/testing/true-analysis'
import type { TrueFunction } from '@/lib/sync/testing/true-function'
import {
  gbSecondsOf,
  gbSecondUsd,
  initGbSecondsOf,
  oversizeUsdOf,
  REQUEST_USD,
  retriesUsdOf,
  standingUsd,
} from '@/lib/sync/testing/true-price'
import { type Figure, isLogged, near, ofFunction, same, sumOf, type TrueWindow } from '@/lib/sync/testing/true-window'

const HOUR = 3_600_000
/** By how much a version's durations on and off provisioned concurrency may make its cost differ from that of its mean. */
const SHARED = 0.05
const SNAP_START = ['payments', 'exports-builder']

type CostResponse = Awaited<ReturnType<typeof getCost>>
type CostGroup = CostResponse['groups'][number]
type Compared = { db: Db; truth: TrueWindow; nowMs: number }
/** What one version of a function cost. */
type Priced = {
  fn: TrueFunction
  version: string
  calls: TrueCall[]
  requests: number
  duration: number
  init: number
  retries: number
  oversize: number
}
type Parts = Omit<Priced, 'fn' | 'version' | 'calls'> & { invocations: number; gbSeconds: number; standing: number }

/** What the Cost page says of a window in every grouping, beside what happened. */
export async function compareCosts({ db, truth, nowMs }: Compared): Promise<Figure[]> {
  // Of what is not logged whole no cost is known, and what stands is not told apart by version.
  const priced = truth.functions.filter(isLogged).flatMap((fn) => priceVersions(fn, truth))
  const figures: Figure[] = []
  for (const groupBy of ['function', 'version', 'alias', 'account', 'tag:team', 'tag:tier']) {
    const cost = await getCost(db, { from: truth.from, to: truth.to, groupBy }, nowMs)
    figures.push(...groupFigures(cost, groupBy, priced, truth))
    figures.push([`cost by ${groupBy}: window`, [cost.fromMs, cost.toMs], [truth.from, truth.to]])
    if (groupBy === 'function') figures.push(...seriesFigures(cost, priced))
    const parts = sumOf(cost.groups, ({ usd }) => usd) + (cost.others?.usd ?? 0)
    if (groupBy !== 'version') figures.push(same(`cost by ${groupBy}: total`, parts, cost.total.usd))
  }
  return figures
}

function priceVersions(fn: TrueFunction, truth: TrueWindow): Priced[] {
  const calls = ofFunction(truth.calls, fn)
  return Object.keys(fn.versions).flatMap((version) => {
    const own = callsOf(calls, version)
    if (own.length === 0) return []
    // Call by call: each ran on provisioned concurrency or it did not.
    const duration = sumOf(own, (call) => gbSecondsOf([call]) * gbSecondUsd(fn.architecture, call.provisioned))
    const usd = duration / gbSecondsOf(own)
    const init = initGbSecondsOf(own) * gbSecondUsd(fn.architecture)
    return {
      ...{ fn, version, calls: own, init, requests: own.length * REQUEST_USD, duration },
      ...{ retries: retriesUsdOf(own, usd), oversize: oversizeUsdOf(own, usd) },
    }
  })
}

function partsOf(priced: readonly Priced[], truth: TrueWindow): Parts {
  const functions = [...new Set(priced.map(({ fn }) => fn))]
  const hours = (truth.to - truth.from) / HOUR
  const standing = sumOf(functions, (fn) => {
    const environments = Object.values(fn.provisioned).reduce((sum, count) => sum + count, 0)
    const sizeMb = ofFunction(truth.calls, fn)[0]?.memoryMb ?? 0
    return environments * (sizeMb / 1024) * hours * 3600 * standingUsd(fn.architecture)
  })
  const sum = (of: (one: Priced) => number) => sumOf(priced, of)
  return {
    ...{ requests: sum((one) => one.requests), duration: sum((one) => one.duration), init: sum((one) => one.init) },
    ...{ retries: sum((one) => one.retries), oversize: sum((one) => one.oversize), standing },
    ...{ invocations: sum(({ calls }) => calls.length), gbSeconds: sum(({ calls }) => gbSecondsOf(calls)) },
  }
}

/** Which of what was priced a group holds; null where it holds what is not logged whole. */
function membersOf(group: CostGroup, groupBy: string, priced: readonly Priced[]): Priced[] | null {
  const { of } = group
  if (of === null) {
    const tag = groupBy.slice('tag:'.length)
    const own = priced.filter(({ fn }) => groupBy === 'account' || (fn.tags[tag] ?? '') === group.key)
    // access-log and receipt-archive are of these.
    return groupBy === 'account' || ['security', 'finance', ''].includes(group.key) ? null : own
  }
  const own = priced.filter(({ fn }) => fn.name === of.functionName && fn.region === of.region)
  if (own.length === 0) return null
  if (group.version !== null) return own.filter(({ version }) => version === group.version)
  if (groupBy !== 'alias' || group.note?.startsWith('Called by') === true) {
    return groupBy === 'alias' ? through(own, null) : own
  }
  return group.alias === null ? null : through(own, group.alias)
}

/** The versions that were called by one alias, or by none. */
function through(own: readonly Priced[], alias: string | null): Priced[] {
  const isOf = ({ qualifier }: TrueCall) =>
    alias === null ? qualifier === null || /^\d+$/.test(qualifier) : qualifier === alias
  return own.map((one) => ({ ...one, calls: one.calls.filter(isOf) })).filter(({ calls }) => calls.length > 0)
}

function groupFigures(cost: CostResponse, groupBy: string, priced: readonly Priced[], truth: TrueWindow): Figure[] {
  return cost.groups.flatMap((group): Figure[] => {
    const own = membersOf(group, groupBy, priced)
    if (own === null) return []
    const parts = partsOf(own, truth)
    const named = (figure: string) => `cost by ${groupBy}: ${group.label} ${figure}`
    // What stands is that of no version, and by alias of the alias that it is configured for.
    const isStanding = groupBy === 'alias' ? group.alias !== null : groupBy !== 'version'
    const standing = isStanding ? parts.standing : 0
    const restored = own.filter(({ fn }) => SNAP_START.includes(fn.name))
    const restore = sumOf(restored, ({ init }) => init)
    // Log lines do not tell which call ran on provisioned concurrency: the product gives all of a version the same share.
    const isShared = own.some(({ fn }) => Object.keys(fn.provisioned).length > 0)
    const money = (name: string, got: number, expected: number) =>
      isShared ? near(named(name), got, expected, SHARED) : same(named(name), got, expected)
    return [
      [named('invocations'), group.invocations, parts.invocations],
      same(named('GB-seconds'), group.gbSeconds, parts.gbSeconds),
      same(named('requests'), group.requestsUsd, parts.invocations * REQUEST_USD),
      money('duration', group.durationUsd, parts.duration),
      same(named('provisioned'), group.provisionedUsd, standing),
      money('all', group.usd, parts.requests + parts.duration + standing),
      // What was billed beyond Duration is known by hour, in which every call was rounded up to a millisecond.
      near(named('init'), group.initUsd, parts.init - restore, 0.05),
      near(named('restore'), group.restoreUsd, restore, 0.05),
      money('retries', group.retriesUsd, parts.retries),
      near(named('over-size'), group.oversizeUsd, parts.oversize, isShared ? SHARED : 1e-6),
    ]
  })
}

/** What each hour cost of the functions that are drawn. */
function seriesFigures({ series, groups }: CostResponse, priced: readonly Priced[]): Figure[] {
  const { atMs, periodMs, parts } = series
  return parts.flatMap((part): Figure[] => {
    const of = groups.find(({ key }) => key === part.key)?.of
    const own = priced.filter(({ fn }) => fn.name === of?.functionName && fn.region === of?.region)
    if (own.length === 0 || own.some(({ fn }) => Object.keys(fn.provisioned).length > 0)) return []
    return atMs.map((fromMs, index): Figure => {
      const usd = sumOf(own, ({ fn, calls }) => {
        const inside = calls.filter(({ startMs }) => startMs >= fromMs && startMs < fromMs + periodMs)
        return gbSecondsOf(inside) * gbSecondUsd(fn.architecture) + inside.length * REQUEST_USD
      })
      return near(`cost over time: ${part.label} ${new Date(fromMs).toISOString()}`, part.values[index], usd, 1e-6)
    })
  })
}
