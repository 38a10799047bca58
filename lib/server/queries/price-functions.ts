import { type Cost, isRestoreFree, priceUsage, sumCosts, type UsageFacts } from '@/lib/domain/cost/price-usage'
import type { ProvisionedShare } from '@/lib/domain/cost/split-provisioned'
import { lambdaPrice, storagePrice } from '@/lib/server/lambda-prices'
import type { CostFunction } from '@/lib/server/queries/list-cost-functions'
import type { FunctionProvisioned } from '@/lib/server/queries/list-provisioned-costs'
import type { VersionUsage } from '@/lib/server/queries/list-usage'

/** isShareKnown: whether its share that ran on provisioned concurrency is its own, and not that of several versions. */
export type PricedVersion = { fn: CostFunction; usage: VersionUsage; isShareKnown: boolean; cost: Cost }

export const FREE_STORAGE_MB = 512

/** The cost of each version of the functions in question. */
export function priceVersions(
  usage: readonly VersionUsage[],
  functions: ReadonlyMap<number, CostFunction>,
  provisioned: ReadonlyMap<number, FunctionProvisioned>,
): PricedVersion[] {
  const priced: PricedVersion[] = []
  for (const one of usage) {
    const fn = functions.get(one.functionId)
    if (fn === undefined) continue
    const { share, isKnown } = provisionedShare(provisioned, fn, one.version)
    priced.push({ fn, usage: one, isShareKnown: isKnown, cost: priceUsage(one, factsOf(fn, one.version, share)) })
  }
  return priced
}

/** Which share of a version's invocations ran on provisioned concurrency. */
export function provisionedShare(
  provisioned: ReadonlyMap<number, FunctionProvisioned>,
  { id }: CostFunction,
  version: string,
): ProvisionedShare {
  return provisioned.get(id)?.shares.get(version) ?? { share: 0, isKnown: true }
}

/** What the price of a version depends on. */
export function factsOf(fn: CostFunction, version: string, provisionedShare: number): UsageFacts {
  const isSnapshot = version !== '$LATEST' && fn.hasSnapStart !== fn.notAsNow.includes(version)
  return {
    rates: lambdaPrice(fn.region, fn.architecture),
    storageGb: Math.max(0, (fn.ephemeralStorageMb ?? FREE_STORAGE_MB) - FREE_STORAGE_MB) / 1024,
    usdPerStorageGbSecond: storagePrice(fn.region),
    snapStart: isSnapshot ? { isFree: isRestoreFree(fn.runtime) } : null,
    provisionedShare,
  }
}

/** The sum of some versions' costs. */
export function sumVersions(versions: readonly PricedVersion[]): Cost {
  return sumCosts(versions.map(({ cost }) => cost))
}
