type Architecture = 'x86_64' | 'arm64'

/** US dollars by AWS's own units, for one region and price tier. Prices change: they are data, not code. */
export type PriceTable = {
  perRequestUsd: number
  /** Duration on demand, per GB-second. */
  perGbSecondUsd: Readonly<Record<Architecture, number>>
  /** Duration on provisioned concurrency, per GB-second. */
  perProvisionedGbSecondUsd: Readonly<Record<Architecture, number>>
  /** Ephemeral storage above the 512 MB that are free, per GB-second. */
  perStorageGbSecondUsd: number
}

export type PricedInvocation = {
  /** Billed Duration of the REPORT line: it holds the billed init and restore already. */
  billedMs: number | null
  memoryMb: number | null
  architecture: Architecture
  provisioned?: boolean
  ephemeralStorageMb?: number
}

const FREE_STORAGE_MB = 512

/**
 * What one invocation cost in US dollars: the request, and GB-seconds of Billed Duration × Memory Size. Null when
 * either is not known. Leaves out the free tier and the keeping of provisioned environments. Follows AWS Lambda Pricing.
 */
export function priceInvocation(invocation: PricedInvocation, prices: PriceTable): number | null {
  const { billedMs, memoryMb, architecture, provisioned = false, ephemeralStorageMb = FREE_STORAGE_MB } = invocation
  if (billedMs === null || memoryMb === null) return null
  const seconds = billedMs / 1000
  const duration = (provisioned ? prices.perProvisionedGbSecondUsd : prices.perGbSecondUsd)[architecture]
  const storageGb = Math.max(0, ephemeralStorageMb - FREE_STORAGE_MB) / 1024
  return (
    prices.perRequestUsd + (memoryMb / 1024) * seconds * duration + storageGb * seconds * prices.perStorageGbSecondUsd
  )
}
