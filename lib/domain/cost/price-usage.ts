import { fitMemory } from '@/lib/domain/fit-memory'
import type { LambdaRates } from '@/lib/domain/lambda-rates'

/** What one version used. gbMs: memory in GB × billed ms; initGbMs: of that, billed beyond Duration; retry*: of repeated attempts. */
export type Usage = {
  invocations: number
  coldStarts: number
  billedMs: number
  gbMs: number
  initGbMs: number
  memoryMb: number | null
  maxMemoryUsedMb: number | null
  retries: number
  retryGbMs: number
}

export type UsageFacts = {
  rates: LambdaRates
  /** Ephemeral storage above what is free, and its price a GB-second. */
  storageGb: number
  usdPerStorageGbSecond: number
  /** Cold starts restore a snapshot; isFree: as Java's do. */
  snapStart: { isFree: boolean } | null
  /** Share of the invocations that ran on provisioned concurrency, 0 to 1. */
  provisionedShare: number
}

/**
 * US dollars at list price. usd: requests, duration, storage and restores; it holds init, restore, retries and oversize as
 * parts. oversize: what the same invocations would cost less at the size that fits (see fitMemory), but for
 * unsizedInvocations, of which Memory Size or the memory that was used is not known.
 */
export type Cost = {
  usd: number
  requestsUsd: number
  durationUsd: number
  storageUsd: number
  initUsd: number
  restoreUsd: number
  retriesUsd: number
  oversizeUsd: number
  unsizedInvocations: number
  invocations: number
  gbSeconds: number
}

/** What a GB-second of warm invocations costs where a share of them runs on provisioned concurrency. */
function meanGbSecondPrice({ rates, provisionedShare }: UsageFacts): number {
  return rates.usdPerGbSecond * (1 - provisionedShare) + rates.usdPerGbSecondOnProvisioned * provisionedShare
}

/** What ephemeral storage above what is free costs. */
export function storageUsd(
  { billedMs }: Pick<Usage, 'billedMs'>,
  { storageGb, usdPerStorageGbSecond }: UsageFacts,
): number {
  return storageGb * (billedMs / 1000) * usdPerStorageGbSecond
}

/** Java's snapshots are kept and restored without a charge. */
export function isRestoreFree(runtime: string | null): boolean {
  return runtime?.startsWith('java') ?? false
}

/** What the memory that cold starts restore from a snapshot costs, beside the time that it takes. */
export function restoredMemoryUsd(
  { coldStarts, memoryMb }: Pick<Usage, 'coldStarts' | 'memoryMb'>,
  { snapStart, rates }: Pick<UsageFacts, 'snapStart' | 'rates'>,
): number {
  if (snapStart === null || snapStart.isFree) return 0
  return coldStarts * ((memoryMb ?? 0) / 1024) * rates.usdPerRestoredGb
}

/** Prices what a version used, at first-tier list prices and without what is free. Follows AWS Lambda Pricing. */
export function priceUsage(usage: Usage, facts: UsageFacts): Cost {
  const { rates, snapStart } = facts
  const price = meanGbSecondPrice(facts)
  const gbSeconds = usage.gbMs / 1000
  const requestsUsd = usage.invocations * rates.usdPerRequest
  // What starts for a call runs on demand: provisioned environments have started before.
  const startUsd = (usage.initGbMs / 1000) * rates.usdPerGbSecond
  const durationUsd = startUsd + (gbSeconds - usage.initGbMs / 1000) * price
  const forStorage = storageUsd(usage, facts)
  const restoredUsd = restoredMemoryUsd(usage, facts)
  const { memoryMb, maxMemoryUsedMb } = usage
  const isSized = memoryMb !== null && maxMemoryUsedMb !== null
  const spare = isSized ? Math.max(0, 1 - fitMemory(maxMemoryUsedMb) / memoryMb) : null
  return {
    usd: requestsUsd + durationUsd + forStorage + restoredUsd,
    requestsUsd,
    durationUsd,
    storageUsd: forStorage,
    initUsd: snapStart === null ? startUsd : 0,
    restoreUsd: snapStart === null ? 0 : startUsd + restoredUsd,
    retriesUsd: (usage.retryGbMs / 1000) * price + usage.retries * rates.usdPerRequest,
    oversizeUsd: durationUsd * (spare ?? 0),
    unsizedInvocations: spare === null ? usage.invocations : 0,
    invocations: usage.invocations,
    gbSeconds,
  }
}

/** The sum of some costs, in one object whatever their number: there may be thousands. */
export function sumCosts(costs: Iterable<Cost>): Cost {
  const sum: Cost = {
    usd: 0,
    requestsUsd: 0,
    durationUsd: 0,
    storageUsd: 0,
    initUsd: 0,
    restoreUsd: 0,
    retriesUsd: 0,
    oversizeUsd: 0,
    unsizedInvocations: 0,
    invocations: 0,
    gbSeconds: 0,
  }
  for (const one of costs) {
    sum.usd += one.usd
    sum.requestsUsd += one.requestsUsd
    sum.durationUsd += one.durationUsd
    sum.storageUsd += one.storageUsd
    sum.initUsd += one.initUsd
    sum.restoreUsd += one.restoreUsd
    sum.retriesUsd += one.retriesUsd
    sum.oversizeUsd += one.oversizeUsd
    sum.unsizedInvocations += one.unsizedInvocations
    sum.invocations += one.invocations
    sum.gbSeconds += one.gbSeconds
  }
  return sum
}
