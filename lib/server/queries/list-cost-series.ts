import type { CostGroup, CostResponse } from '@/lib/contracts/cost'
import { priceUsage } from '@/lib/domain/cost/price-usage'
import type { Window } from '@/lib/domain/covered-window'
import { isNearlyAll } from '@/lib/domain/part-known'
import type { Db } from '@/lib/server/db'
import { lambdaCost, lambdaPrice } from '@/lib/server/lambda-prices'
import { type BilledRow, type BilledVersion, listBilledVersions } from '@/lib/server/queries/list-billed'
import type { CostFunction } from '@/lib/server/queries/list-cost-functions'
import type { FunctionProvisioned } from '@/lib/server/queries/list-provisioned-costs'
import type { listReadBuckets } from '@/lib/server/queries/list-read-buckets'
import { usageUnit } from '@/lib/server/queries/list-usage'
import { factsOf, provisionedShare } from '@/lib/server/queries/price-functions'

type Facts = {
  window: Window
  /** What of it is counted; null: nothing. */
  counted: Window | null
  /** Dearest first. */
  priced: readonly CostGroup[]
  standing: readonly { key: string; standing: readonly FunctionProvisioned[] }[]
  functions: ReadonlyMap<number, CostFunction>
  provisioned: ReadonlyMap<number, FunctionProvisioned>
  billed: readonly BilledRow[]
  specialIds: readonly number[]
  /** In the grid of costGrid. */
  readBuckets: Awaited<ReturnType<typeof listReadBuckets>>
  /** The key of a version's group, and that of what is not told by function; null where groups are of functions. */
  keyOf(fn: CostFunction, version: string): string
  keyOfPlace(row: BilledRow): string | null
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
const PARTS = 8
const REST = ' rest'

/** Days, or hours of a window of a day or less. */
export function costGrid(window: Window) {
  const periodMs = usageUnit(window) === 'day' ? DAY : HOUR
  const originMs = Math.floor(window.fromMs / periodMs) * periodMs
  return { ...window, originMs, periodMs, buckets: Math.ceil((window.toMs - originMs) / periodMs) }
}

/**
 * What the dearest groups and the rest cost over time: by day, or by hour in a window of a day or less. Functions whose
 * price depends on more than their region and architecture, and those that are shown apart, are read one by one.
 */
export async function listCostSeries(db: Db, facts: Facts): Promise<CostResponse['series']> {
  const { window, counted, priced, functions, keyOf, keyOfPlace } = facts
  const { originMs, periodMs, buckets } = costGrid(window)
  const atMs = Array.from({ length: buckets }, (_, index) => originMs + index * periodMs)
  const named = priced.slice(0, PARTS).map(({ key, label }) => ({ key, label }))
  const parts = [...named, ...(priced.length > PARTS ? [{ key: REST, label: 'Rest' }] : [])]
  const indexOf = new Map(parts.map(({ key }, index) => [key, index]))
  const sums = parts.map(() => atMs.map(() => 0))
  const add = (key: string, at: number, usd: number) => {
    const row = sums[indexOf.get(key) ?? indexOf.get(REST) ?? -1]
    const bucket = Math.floor((at - originMs) / periodMs)
    if (row?.[bucket] !== undefined) row[bucket] += usd
  }
  const regions = new Map([...functions.values()].map((fn) => [fn.placeId, fn.region]))
  for (const row of facts.billed) {
    const region = regions.get(row.placeId)
    if (region === undefined || row.isSpecial) continue
    const rates = lambdaPrice(region, row.architecture)
    add(keyOfPlace(row) ?? REST, row.atMs, lambdaCost(rates, row.gbMs, row.invocations))
  }
  const special = new Set(facts.specialIds)
  for (const row of await readApart(db, facts, named)) {
    const fn = functions.get(row.functionId)
    if (fn === undefined) continue
    const usd = priceVersion(row, fn, facts.provisioned)
    const key = keyOf(fn, row.version)
    if (special.has(fn.id)) add(key, row.atMs, usd)
    else if (indexOf.has(key)) {
      add(key, row.atMs, usd)
      add(REST, row.atMs, -usd)
    }
  }
  for (const { key, standing } of facts.standing) {
    for (const one of standing) spreadStanding(one, atMs, periodMs, (at, usd) => add(key, at, usd))
  }
  const { groups: logGroups, read } = facts.readBuckets
  const isCounted = (at: number) => counted !== null && at + periodMs > counted.fromMs && at < counted.toMs
  // What is 0 where a part of the groups is read is not known to be 0; what is more is at least that.
  const known = (usd: number, bucket: number) => (usd > 0 || isNearlyAll(read[bucket] ?? 0, logGroups) ? usd : null)
  const valuesOf = (index: number) =>
    atMs.map((at, bucket) => (isCounted(at) ? known(Math.max(0, sums[index]?.[bucket] ?? 0), bucket) : null))
  return { periodMs, atMs, logGroups, read, parts: parts.map((part, index) => ({ ...part, values: valuesOf(index) })) }
}

/** Versions of groups that are of one function, and of the functions that have a price of their own. */
function readApart(
  db: Db,
  { window, priced, functions, specialIds }: Facts,
  named: readonly { key: string }[],
): Promise<BilledVersion[]> {
  const ids = new Map([...functions.values()].map((fn) => [`${fn.accountId}/${fn.region}/${fn.functionName}`, fn.id]))
  const own = priced.slice(0, named.length).flatMap(({ of }) => {
    const id = of === null ? undefined : ids.get(`${of.accountId}/${of.region}/${of.functionName}`)
    return id === undefined ? [] : [id]
  })
  return listBilledVersions(db, window, [...new Set([...own, ...specialIds])])
}

function priceVersion(
  row: BilledVersion,
  fn: CostFunction,
  provisioned: ReadonlyMap<number, FunctionProvisioned>,
): number {
  const usage = { ...row, maxMemoryUsedMb: null, retries: 0, retryGbMs: 0 }
  return priceUsage(usage, factsOf(fn, row.version, provisionedShare(provisioned, fn, row.version).share)).usd
}

/** What stands costs the same at any time that it stands. */
function spreadStanding(
  { keptUsd, stretches }: FunctionProvisioned,
  atMs: readonly number[],
  periodMs: number,
  add: (at: number, usd: number) => void,
): void {
  const stood = stretches.reduce((sum, { fromMs, toMs, environments }) => sum + (toMs - fromMs) * environments, 0)
  if (stood === 0) return
  for (const at of atMs) {
    const own = stretches.reduce((sum, { fromMs, toMs, environments }) => {
      return sum + Math.max(0, Math.min(toMs, at + periodMs) - Math.max(fromMs, at)) * environments
    }, 0)
    if (own > 0) add(at, (keptUsd * own) / stood)
  }
}
