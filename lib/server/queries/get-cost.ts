import type { CostGroup, CostRequest, CostResponse, CostTotals } from '@/lib/contracts/cost'
import type { Cost } from '@/lib/domain/cost/price-usage'
import { type Window, widenToMinutes } from '@/lib/domain/covered-window'
import { isNearlyAll } from '@/lib/domain/part-known'
import type { Db } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'
import { getCostMonths, monthUpTo } from '@/lib/server/queries/get-cost-months'
import { getReadExtent } from '@/lib/server/queries/get-read-extent'
import { getSpend } from '@/lib/server/queries/get-spend'
import { listAliasRoutes } from '@/lib/server/queries/list-alias-routes'
import { type BilledRow, listBilled } from '@/lib/server/queries/list-billed'
import {
  type CostCoverage,
  type CostFunction,
  type CountedWindow,
  getCostCoverage,
  listCostFunctions,
  listTagKeys,
} from '@/lib/server/queries/list-cost-functions'
import { costGrid, listCostSeries } from '@/lib/server/queries/list-cost-series'
import { type FunctionProvisioned, listProvisionedCosts } from '@/lib/server/queries/list-provisioned-costs'
import { listReadBuckets } from '@/lib/server/queries/list-read-buckets'
import { listSavings } from '@/lib/server/queries/list-savings'
import { listUsage, usageUnit } from '@/lib/server/queries/list-usage'
import { CostGrouping, type CostGroupName } from '@/lib/server/queries/name-cost-group'
import { FREE_STORAGE_MB, type PricedVersion, priceVersions, sumVersions } from '@/lib/server/queries/price-functions'

type Group = {
  named: CostGroupName
  versions: PricedVersion[]
  /** Functions of it that have provisioned concurrency, which is no one version's. */
  standing: FunctionProvisioned[]
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Longer windows are counted in whole hours: minutes of their ends would take as long to read as all their hours. */
const LONGEST_OF_MINUTES = 6 * HOUR
/** A day on which clocks go back. */
const LONGEST_DAY = DAY + HOUR
const MOST_GROUPS = 100
const SHARED =
  'Which of its versions ran on provisioned concurrency is not told: priced by the share of those that may have.'

/**
 * What the functions in scope cost in the window, at list prices, by function, version, alias, account or tag; what
 * could be spared; and the month so far as AWS bills it. By log lines alone: what is not read is not counted, and said to be so.
 */
export async function getCost(db: Db, request: CostRequest, nowMs: number): Promise<CostResponse> {
  const window = countedWindow(checkWindow(request))
  const read = await readCosts(db, request, window, nowMs)
  const { listed, functions, usage, counted, coverage, provisioned, routes } = read
  const grouping = new CostGrouping(request.groupBy, routes)
  const versions = priceVersions(usage, functions, provisioned)
  const groups = groupVersions(versions, functions, provisioned, grouping)
  const dearest = groups.map((group) => ({ group, usd: usdOf(group) })).sort((a, b) => b.usd - a.usd)
  const priced = dearest.slice(0, MOST_GROUPS).map(({ group }) => priceGroup(group, request.groupBy))
  const total = withProvisioned(sumVersions(versions), [...provisioned.values()])
  const series = await listCostSeries(db, {
    ...{ window, priced, functions, provisioned },
    ...{ billed: read.billed, specialIds: read.specialIds, readBuckets: read.readBuckets },
    counted: coverage.firstMs === null ? null : counted,
    standing: groups.map(({ named, standing }) => ({ key: named.key, standing })),
    keyOf: (fn, version) => grouping.ofVersion(fn, version).key,
    keyOfPlace: keyOfPlace(listed, request.groupBy),
  })
  const evenlyRead = isEvenlyRead(series, window.fromMs, counted, coverage)
  return {
    ...window,
    countedFromMs: coverage.firstMs,
    countedToMs: counted.toMs,
    functions: listed.length,
    partlyRead: coverage.partly,
    refusal: read.refusal,
    isBeyond: read.isBeyond,
    evenlyRead,
    total,
    usdPerDay: evenlyRead ? paceOf(versions, functions, provisioned, counted) : null,
    groups: priced,
    others: sumRest(dearest.slice(MOST_GROUPS)),
    series,
    savings: listSavings(versions, provisioned, counted),
    months: read.months,
    tagKeys: read.tagKeys,
    pullUsd: read.spend.totalUsd,
  }
}

/** All that is stored of it. What does not need the functions is read beside them. */
async function readCosts(db: Db, request: CostRequest, window: Window, nowMs: number) {
  const countedToMs = Math.max(window.fromMs, Math.min(window.toMs, nowMs))
  const tagKey = request.groupBy.startsWith('tag:') ? request.groupBy.slice('tag:'.length) : null
  const month = monthUpTo(countedToMs)
  // Days of the window and of the month are read at once, of the accounts as a whole: so does AWS bill them.
  const both = { fromMs: Math.min(window.fromMs, month.fromMs), toMs: Math.max(window.toMs, month.toMs) }
  const reading = listUsage(db, window, nowMs)
  const ofFunctions = async () => {
    const ofAccounts = await listCostFunctions(db, request, tagKey, { ...window, sinceMs: both.fromMs })
    const listed = ofAccounts.filter(({ isInScope }) => isInScope)
    const functions = new Map(listed.map((fn) => [fn.id, fn]))
    const specialIds = ofAccounts.filter(isPricedApart).map(({ id }) => id)
    const of = { functions: ofAccounts, specialIds, withTag: tagKey !== null, nowMs }
    const isDays = usageUnit(window) === 'day'
    const billedOfDays = isDays
      ? listBilled(db, both, of)
      : listBilled(db, month, { ...of, specialIds: [], withTag: false })
    const placeIds = placesOf(listed)
    const [billed, months, standing, readBuckets] = await Promise.all([
      isDays ? billedOfDays : listBilled(db, window, of),
      getCostMonths(db, { functions: ofAccounts, specialIds, billed: billedOfDays }, { ...month, countedToMs, nowMs }),
      getCostCoverage(db, placeIds, window, nowMs).then(async (coverage) => {
        const { toMs, endOf } = coverage
        const counted = { fromMs: coverage.firstMs ?? window.fromMs, toMs, endOf }
        const isWhole = coverage.partly === 0 && coverage.firstMs !== null
        const [provisioned, routes, extent] = await Promise.all([
          listProvisionedCosts(db, functions, await reading, counted, nowMs),
          request.groupBy === 'alias' ? listAliasRoutes(db, [...functions.keys()], counted, nowMs) : null,
          isWhole ? null : getReadExtent(db, 'logs', { placeIds }, window, nowMs),
        ])
        return {
          coverage,
          counted,
          provisioned,
          routes,
          refusal: extent?.refusal ?? null,
          isBeyond: extent?.isBeyond ?? false,
        }
      }),
      listReadBuckets(db, placeIds, costGrid(window), nowMs),
    ])
    return { listed, functions, specialIds, billed, months, readBuckets, ...standing }
  }
  const [usage, found, tagKeys, spend] = await Promise.all([
    reading,
    ofFunctions(),
    listTagKeys(db),
    getSpend(db, { ...request, from: window.fromMs, to: window.toMs }),
  ])
  return { usage, tagKeys, spend, ...found }
}

/** US dollars a day: each place by the time that is counted of it, because one may be read further than another. */
function paceOf(
  versions: readonly PricedVersion[],
  functions: ReadonlyMap<number, CostFunction>,
  provisioned: ReadonlyMap<number, FunctionProvisioned>,
  { fromMs, endOf }: CountedWindow,
): number {
  const ofDay = (usd: number, { placeId }: CostFunction) => (usd * DAY) / (endOf(placeId) - fromMs)
  const usd = versions.reduce((sum, { cost, fn }) => sum + ofDay(cost.usd, fn), 0)
  return [...provisioned].reduce((sum, [id, { keptUsd }]) => {
    const fn = functions.get(id)
    return fn === undefined ? sum : sum + ofDay(keptUsd, fn)
  }, usd)
}

/**
 * Whether nearly all log groups are read from the first moment on of which any is: history is read newest first. Periods
 * tell it of all but the one in which that moment lies; how many groups are read at all, and how late they begin on average,
 * tells it of that one, which may be the only one.
 */
function isEvenlyRead(
  { atMs, read, logGroups }: CostResponse['series'],
  windowFromMs: number,
  { fromMs, toMs }: Window,
  { groups, meanFirstMs }: Pick<CostCoverage, 'groups' | 'meanFirstMs'>,
): boolean {
  const counted = read.filter((_, index) => {
    const beginMs = Math.max(atMs[index] ?? 0, windowFromMs)
    return beginMs >= fromMs && beginMs < toMs
  })
  const lengthMs = toMs - fromMs
  const meanMs = lengthMs - ((meanFirstMs ?? fromMs) - fromMs)
  return isNearlyAll(meanMs, lengthMs) && [groups, ...counted].every((one) => isNearlyAll(one, logGroups))
}

/** Whole UTC days where the window is longer than a day anywhere: those are stored as one row for each version. */
function countedWindow(window: Window): Window {
  const lengthMs = window.toMs - window.fromMs
  if (lengthMs > LONGEST_DAY) return widenToMinutes(window, DAY)
  return widenToMinutes(window, lengthMs > LONGEST_OF_MINUTES ? HOUR : undefined)
}

function placesOf(functions: readonly CostFunction[]): number[] {
  return [...new Set(functions.map(({ placeId }) => placeId))]
}

/** Whether its price depends on more than region and architecture. */
function isPricedApart({ hasProvisioned, ephemeralStorageMb, hasSnapStart, notAsNow }: CostFunction): boolean {
  return hasProvisioned || hasSnapStart || notAsNow.length > 0 || (ephemeralStorageMb ?? 0) > FREE_STORAGE_MB
}

/** Groups of accounts and tags are told by what is billed of a place and tag; those of functions are not. */
function keyOfPlace(listed: readonly CostFunction[], groupBy: string): (row: BilledRow) => string | null {
  if (['function', 'version', 'alias'].includes(groupBy)) return () => null
  if (groupBy !== 'account') return ({ tag }) => tag ?? ''
  const accounts = new Map(listed.map(({ placeId, accountId }) => [placeId, accountId]))
  return ({ placeId }) => accounts.get(placeId) ?? null
}

/** Provisioned concurrency of a function that was not called is a group too. */
function groupVersions(
  versions: readonly PricedVersion[],
  functions: ReadonlyMap<number, CostFunction>,
  provisioned: ReadonlyMap<number, FunctionProvisioned>,
  grouping: CostGrouping,
): Group[] {
  const groups = new Map<string, Group>()
  const groupFor = (named: CostGroupName): Group => {
    const group = groups.get(named.key) ?? { named, versions: [], standing: [] }
    groups.set(named.key, group)
    return group
  }
  for (const version of versions) groupFor(grouping.ofVersion(version.fn, version.usage.version)).versions.push(version)
  for (const [id, one] of provisioned) {
    const fn = functions.get(id)
    const named = fn === undefined ? null : grouping.ofStanding(fn, one.qualifiers)
    if (named !== null) groupFor(named).standing.push(one)
  }
  return [...groups.values()]
}

/** Of thousands of groups only the dearest are told in full. */
function usdOf({ versions, standing }: Group): number {
  const usd = versions.reduce((sum, { cost }) => sum + cost.usd, 0)
  return standing.reduce((sum, { keptUsd }) => sum + keptUsd, usd)
}

function priceGroup({ named, versions, standing }: Group, groupBy: string): CostGroup {
  const isSplit = ['version', 'alias'].includes(groupBy) && versions.some(({ isShareKnown }) => !isShareKnown)
  const note = named.note ?? (isSplit ? SHARED : null)
  return { ...named, note, ...withProvisioned(sumVersions(versions), standing) }
}

function sumRest(rest: readonly { usd: number }[]): CostResponse['others'] {
  return rest.length === 0 ? null : { groups: rest.length, usd: rest.reduce((sum, { usd }) => sum + usd, 0) }
}

function withProvisioned(cost: Cost, standing: readonly FunctionProvisioned[]): CostTotals {
  const provisionedUsd = standing.reduce((sum, { keptUsd }) => sum + keptUsd, 0)
  const isKnown = standing.every(({ unusedUsd }) => unusedUsd !== null)
  const unused = standing.reduce((sum, { unusedUsd }) => sum + (unusedUsd ?? 0), 0)
  return {
    ...cost,
    usd: cost.usd + provisionedUsd,
    oversizeUsd: cost.unsizedInvocations > 0 && cost.unsizedInvocations === cost.invocations ? null : cost.oversizeUsd,
    provisionedUsd,
    provisionedUnusedUsd: isKnown ? unused : null,
  }
}
