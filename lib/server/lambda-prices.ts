import type { LambdaRates } from '@/lib/domain/lambda-rates'

const X86_BY_REGION: Readonly<Record<string, number>> = {
  'af-south-1': 0.0000221,
  'ap-east-1': 0.00002292,
  'eu-south-1': 0.0000195172,
  'me-south-1': 0.0000206667,
}
const X86 = 0.0000166667
const ARM_SHARE = 0.0000133334 / X86
const USD_PER_REQUEST = 0.2 / 1_000_000
const PROVISIONED = { x86_64: 0.0000041667, arm64: 0.0000033334 }
const ON_PROVISIONED = { x86_64: 0.0000097222, arm64: 0.0000077778 }
const SNAPSHOT_GB_SECOND = 0.0000015046
const RESTORED_GB = 0.0001397998

/**
 * The prices of a region: first tier, without the monthly free part. arm64 keeps its ratio to x86_64 where no price of its
 * own is listed; what has no regional price here is dearer by as much as on-demand duration is.
 */
export function lambdaPrice(region: string, architecture: string | null): LambdaRates {
  const x86 = X86_BY_REGION[region] ?? X86
  const isArm = architecture === 'arm64'
  const factor = x86 / X86
  const kind = isArm ? 'arm64' : 'x86_64'
  return {
    usdPerGbSecond: isArm ? x86 * ARM_SHARE : x86,
    usdPerRequest: USD_PER_REQUEST,
    usdPerProvisionedGbSecond: PROVISIONED[kind] * factor,
    usdPerGbSecondOnProvisioned: ON_PROVISIONED[kind] * factor,
    usdPerSnapshotGbSecond: SNAPSHOT_GB_SECOND * factor,
    usdPerRestoredGb: RESTORED_GB * factor,
  }
}

/** USD of invocations: gbMs is memory in GB × billed ms, summed. */
export function lambdaCost(price: LambdaRates, gbMs: number, invocations: number): number {
  return (gbMs / 1000) * price.usdPerGbSecond + invocations * price.usdPerRequest
}
