/** What Lambda charges: USD per GB-second of billed time, and per request. First tier, without the monthly free part. */
export type LambdaPrice = { usdPerGbSecond: number; usdPerRequest: number }

const X86_BY_REGION: Readonly<Record<string, number>> = {
  'af-south-1': 0.0000221,
  'ap-east-1': 0.00002292,
  'eu-south-1': 0.0000195172,
  'me-south-1': 0.0000206667,
}
const X86 = 0.0000166667
const ARM_SHARE = 0.0000133334 / X86
const USD_PER_REQUEST = 0.2 / 1_000_000

/** The price of on-demand invocations in a region; arm64 keeps its ratio to x86_64 where no price of its own is listed. */
export function lambdaPrice(region: string, architecture: string | null): LambdaPrice {
  const x86 = X86_BY_REGION[region] ?? X86
  return { usdPerGbSecond: architecture === 'arm64' ? x86 * ARM_SHARE : x86, usdPerRequest: USD_PER_REQUEST }
}

/** USD of invocations: gbMs is memory in GB × billed ms, summed. */
export function lambdaCost(price: LambdaPrice, gbMs: number, invocations: number): number {
  return (gbMs / 1000) * price.usdPerGbSecond + invocations * price.usdPerRequest
}
