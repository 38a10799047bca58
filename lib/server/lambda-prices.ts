import type { FreeTier, PriceTier } from '@/lib/domain/cost/price-month'
import type { LambdaRates } from '@/lib/domain/lambda-rates'
import prices from '@/lib/server/prices.json'

const { lambda } = prices
const X86_BY_REGION: Readonly<Record<string, number>> = lambda.x86FirstTierByRegion
const FIRST_X86 = lambda.gbSecond.x86_64[0]?.usd ?? 0

/** What is dearer in a region than in us-east-1, by the first tier of x86_64 there: the one price that is listed. */
function regionFactor(region: string): number {
  return (X86_BY_REGION[region] ?? FIRST_X86) / FIRST_X86
}

function kindOf(architecture: string | null): 'x86_64' | 'arm64' {
  return architecture === 'arm64' ? 'arm64' : 'x86_64'
}

/**
 * The prices of a region: first tier, without the monthly free part. What has no regional price here is dearer by as much
 * as on-demand duration is.
 */
export function lambdaPrice(region: string, architecture: string | null): LambdaRates {
  const kind = kindOf(architecture)
  const key = `${kind}/${Object.hasOwn(X86_BY_REGION, region) ? region : ''}`
  const known = RATES.get(key) ?? ratesOf(regionFactor(region), kind)
  RATES.set(key, known)
  return known
}

/** By architecture and region, as many as the price list has. */
const RATES = new Map<string, LambdaRates>()

function ratesOf(factor: number, kind: 'x86_64' | 'arm64'): LambdaRates {
  return {
    usdPerGbSecond: (lambda.gbSecond[kind][0]?.usd ?? 0) * factor,
    usdPerRequest: lambda.requestUsd * factor,
    usdPerProvisionedGbSecond: lambda.provisionedGbSecond[kind] * factor,
    usdPerGbSecondOnProvisioned: lambda.onProvisionedGbSecond[kind] * factor,
    usdPerSnapshotGbSecond: lambda.snapshotGbSecond * factor,
    usdPerRestoredGb: lambda.restoredGb * factor,
  }
}

/** The tiers of on-demand duration in a region, the first one first. */
export function lambdaTiers(region: string, architecture: string | null): PriceTier[] {
  const factor = regionFactor(region)
  return lambda.gbSecond[kindOf(architecture)].map(({ upTo, usd }) => ({ upTo, usd: usd * factor }))
}

/** What is free each month. */
export const LAMBDA_FREE: FreeTier = lambda.free

/** USD a GB-second of ephemeral storage above the 512 MB that are free. */
export function storagePrice(region: string): number {
  return lambda.storageGbSecond * regionFactor(region)
}

/** USD of requests and duration on demand, the part that every page shows. gbMs: memory in GB × billed ms, summed. */
export function lambdaCost(price: LambdaRates, gbMs: number, invocations: number): number {
  return (gbMs / 1000) * price.usdPerGbSecond + invocations * price.usdPerRequest
}
