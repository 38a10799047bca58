import { addCosts, type Cost, NO_COST, priceUsage, type UsageFacts } from '@/lib/domain/cost/price-usage'
import { lambdaPrice, storagePrice } from '@/lib/server/lambda-prices'
import type { CostFunction } from '@/lib/server/queries/list-cost-functions'
import type { FunctionProvisioned } from '@/lib/server/queries/list-provisioned-costs'
import type { VersionUsage } from '@/lib/server/queries/list-usage'

export type PricedVersion = { fn: CostFunction; usage: VersionUsage; cost: Cost }

export const FREE_STORAGE_MB = 512

/** The cost of each version of the functions in question. */
export function priceVersions(
  usage: readonly VersionUsage[],
  functions: ReadonlyMap<number, CostFunction>,
  provisioned: ReadonlyMap<number, FunctionProvisioned>,
): PricedVersion[] {
  return usage.flatMap((one) => {
    const fn = functions.get(one.functionId)
    if (fn === undefined) return []
    const share = provisioned.get(fn.id)?.share ?? 0
    return [{ fn, usage: one, cost: priceUsage(one, factsOf(fn, one.version, share)) }]
  })
}

/** What the price of a version depends on. */
export function factsOf(fn: CostFunction, version: string, provisionedShare: number): UsageFacts {
  const isSnapshot = fn.hasSnapStart && version !== '$LATEST'
  return {
    rates: lambdaPrice(fn.region, fn.architecture),
    storageGb: Math.max(0, (fn.ephemeralStorageMb ?? FREE_STORAGE_MB) - FREE_STORAGE_MB) / 1024,
    usdPerStorageGbSecond: storagePrice(fn.region),
    snapStart: isSnapshot ? { isFree: fn.runtime?.startsWith('java') ?? false } : null,
    provisionedShare,
  }
}

/** The sum of some versions' costs. */
export function sumCosts(versions: readonly PricedVersion[]): Cost {
  return versions.reduce((sum, { cost }) => addCosts(sum, cost), NO_COST)
}
