import type { LambdaRates } from '@/lib/domain/lambda-rates'
import { MONTH_MS } from '@/lib/domain/performance/plan-provisioned'

export type SnapStartFacts = {
  runtime: string | null
  packageType: string | null
  ephemeralStorageMb: number | null
  /** It is on for what is published now, or for a version that ran. */
  isOn: boolean
  isManaged: boolean
  hasProvisioned: boolean
  memoryMb: number | null
  /** Cold starts of published versions, restored of them by SnapStart, and of $LATEST, to which it does not apply. */
  publishedColdStarts: number
  restores: number
  latestColdStarts: number
  /** Whether a published version ran. */
  ranPublished: boolean
  /** Init Durations of published versions that were billed, added up. */
  billedInitMs: number
  windowMs: number
}

/**
 * usdPerMonth: what it would add to the month's bill (below 0: it spares). breakEvenInitMs: how long a billed init has to
 * be for its restore to be cheaper; null where SnapStart is free. latestColdStarts: those that it cannot do anything about.
 * restores, inits: of the cold starts, where it is on. reason: why it cannot be turned on, or would do nothing.
 */
export type SnapStartPlan =
  | { state: 'on'; restores: number; inits: number }
  | { state: 'impossible'; reason: string }
  | {
      state: 'possible'
      isFree: boolean
      usdPerMonth: number
      breakEvenInitMs: number | null
      keptUsdPerMonth: number
      latestColdStarts: number
    }

const SUPPORTED = /^(java(\d+)|python3\.(\d+)|dotnet(\d+))/
const LEAST = { java: 11, python: 12, dotnet: 8 }
const FREE_STORAGE_MB = 512

/**
 * Whether SnapStart would pay: the snapshot of one published version is kept all month and each of its cold starts restores it,
 * instead of a billed init. The billed part of a restore is not known before it is tried and left out. Null where nothing
 * is known to compute it from. Follows AWS Lambda Pricing and the SnapStart page of the developer guide.
 */
export function planSnapStart(facts: SnapStartFacts, rates: LambdaRates): SnapStartPlan | null {
  const { publishedColdStarts, latestColdStarts, restores } = facts
  if (facts.isOn) return { state: 'on', restores, inits: publishedColdStarts + latestColdStarts - restores }
  const reason = whyImpossible(facts)
  if (reason !== null) return { state: 'impossible', reason }
  if (facts.memoryMb === null || facts.windowMs <= 0) return null
  const memoryGb = facts.memoryMb / 1024
  const isFree = facts.runtime?.startsWith('java') ?? false
  const months = MONTH_MS / facts.windowMs
  const sparedUsd = (facts.billedInitMs / 1000) * memoryGb * rates.usdPerGbSecond * months
  const keptUsdPerMonth = isFree ? 0 : memoryGb * (MONTH_MS / 1000) * rates.usdPerSnapshotGbSecond
  const restoredUsd = isFree ? 0 : publishedColdStarts * months * memoryGb * rates.usdPerRestoredGb
  return {
    state: 'possible',
    isFree,
    usdPerMonth: keptUsdPerMonth + restoredUsd - sparedUsd,
    breakEvenInitMs: isFree ? null : (rates.usdPerRestoredGb / rates.usdPerGbSecond) * 1000,
    keptUsdPerMonth,
    latestColdStarts,
  }
}

function whyImpossible(facts: SnapStartFacts): string | null {
  const { runtime, packageType, ephemeralStorageMb, hasProvisioned, isManaged } = facts
  if (isManaged) return 'It runs on managed instances, which start no environment for a call.'
  if (packageType === 'Image') return 'SnapStart does not take container images.'
  if (runtime === null || !isSupported(runtime)) {
    return `SnapStart needs Java 11, Python 3.12 or .NET 8 and later; this runs on ${runtime ?? 'a runtime that is not known'}.`
  }
  if ((ephemeralStorageMb ?? 0) > FREE_STORAGE_MB)
    return 'SnapStart does not take more than 512 MB of ephemeral storage.'
  if (hasProvisioned) return 'SnapStart and provisioned concurrency exclude each other.'
  if (facts.latestColdStarts > 0 && !facts.ranPublished) {
    return 'Only $LATEST was called, to which SnapStart does not apply: publish a version, and call that or an alias of it.'
  }
  return null
}

function isSupported(runtime: string): boolean {
  const match = SUPPORTED.exec(runtime)
  if (match === null) return false
  const [, , java, python, dotnet] = match
  if (java !== undefined) return Number(java) >= LEAST.java
  return python !== undefined ? Number(python) >= LEAST.python : Number(dotnet) >= LEAST.dotnet
}
