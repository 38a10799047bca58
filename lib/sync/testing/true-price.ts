import type { TrueCall } from '@/lib/sync/testing/true-analysis'
import { highestOf, sumOf } from '@/lib/sync/testing/true-window'

/** List prices of us-east-1 and eu-west-1, US dollars, as the pricing page says them. */
const GB_SECOND = { x86_64: 0.0000166667, arm64: 0.0000133334 }
const ON_PROVISIONED = { x86_64: 0.0000097222, arm64: 0.0000077778 }
const PROVISIONED = { x86_64: 0.0000041667, arm64: 0.0000033334 }
export const REQUEST_USD = 0.0000002
const LEAST_MB = 128
const ROOM = 1.25
const STEP_MB = 64

/** GB-seconds that were billed. */
export function gbSecondsOf(calls: readonly TrueCall[]): number {
  return sumOf(calls, ({ billedMs, memoryMb }) => ((billedMs / 1000) * memoryMb) / 1024)
}

/** A GB-second on demand, or of a call that ran on provisioned concurrency. */
export function gbSecondUsd(architecture: string, isProvisioned = false): number {
  return (isProvisioned ? ON_PROVISIONED : GB_SECOND)[architecture === 'arm64' ? 'arm64' : 'x86_64']
}

/** What provisioned concurrency costs that stands, a GB-second. */
export function standingUsd(architecture: string): number {
  return PROVISIONED[architecture === 'arm64' ? 'arm64' : 'x86_64']
}

/** Requests and duration of calls of functions without provisioned concurrency, SnapStart or storage. */
export function usdOf(calls: readonly TrueCall[], architecture: string): number {
  return gbSecondsOf(calls) * gbSecondUsd(architecture) + calls.length * REQUEST_USD
}

/** GB-seconds that were billed beyond Duration, of cold starts. */
export function initGbSecondsOf(calls: readonly TrueCall[]): number {
  return sumOf(calls, ({ billedMs, durationMs, initMs, restoreMs, memoryMb, coldStart }) => {
    if (!coldStart) return 0
    const beyond = Math.max(0, billedMs - durationMs)
    return (Math.min(beyond, initMs ?? restoreMs ?? 0) / 1000) * (memoryMb / 1024)
  })
}

/** The step of 64 MB that holds what was used and a quarter. */
export function trueFitMb(mostMb: number): number {
  return Math.max(LEAST_MB, Math.ceil((mostMb * ROOM) / STEP_MB) * STEP_MB)
}

/** What a smaller fitting size would have spared of calls of one version and size. */
export function oversizeUsdOf(calls: readonly TrueCall[], usdPerGbSecond: number): number {
  const [first] = calls
  const mostMb = highestOf(calls, ({ maxMemoryUsedMb }) => maxMemoryUsedMb)
  if (first === undefined || mostMb === null) return 0
  const fitMb = trueFitMb(mostMb)
  return gbSecondsOf(calls) * usdPerGbSecond * Math.max(0, 1 - fitMb / first.memoryMb)
}

/** GB-seconds and requests of attempts after the first at a request. */
export function retriesUsdOf(calls: readonly TrueCall[], usdPerGbSecond: number): number {
  const again = calls.filter(({ attempt }) => attempt > 0)
  return gbSecondsOf(again) * usdPerGbSecond + again.length * REQUEST_USD
}
