/** upTo: the GB-seconds of a month up to which this price holds; null: without end. */
export type PriceTier = { upTo: number | null; usd: number }
export type FreeTier = { requests: number; gbSeconds: number }

/** What one region and architecture of an account used in one month. */
export type MonthUsage = { region: string; architecture: string; requests: number; gbSeconds: number }

/**
 * listUsd: all at the first tier. tieredUsd: by the tiers. tier: the one that the last GB-second fell into, from 1 on.
 */
export type PricedUsage = MonthUsage & { listUsd: number; tieredUsd: number; tier: number }

/**
 * usd: what AWS would bill: tiers by region and architecture, less what is free. freeUsd: the part that is free, its
 * GB-seconds valued at the account's average price.
 */
export type PricedMonth = { rows: PricedUsage[]; requestsUsd: number; listUsd: number; freeUsd: number; usd: number }

/** US dollars of the GB-seconds of one month at rising tiers, and the tier of the last one. */
export function priceTiers(gbSeconds: number, tiers: readonly PriceTier[]): { usd: number; tier: number } {
  let usd = 0
  let from = 0
  for (const [index, { upTo, usd: price }] of tiers.entries()) {
    const to = Math.min(gbSeconds, upTo ?? Number.POSITIVE_INFINITY)
    usd += Math.max(0, to - from) * price
    if (gbSeconds <= (upTo ?? Number.POSITIVE_INFINITY)) return { usd, tier: index + 1 }
    from = to
  }
  return { usd, tier: tiers.length }
}

/**
 * One account's month as AWS bills it: duration by tiers of each region and architecture, then the free tier over all of
 * them. Accounts that one payer pays share tiers and free tier, which cannot be seen from here. Follows AWS Lambda Pricing.
 */
export function priceMonth(
  usage: readonly MonthUsage[],
  tiersOf: (one: MonthUsage) => readonly PriceTier[],
  usdPerRequest: number,
  free: FreeTier,
): PricedMonth {
  const rows = usage.map((one) => {
    const tiers = tiersOf(one)
    const { usd: tieredUsd, tier } = priceTiers(one.gbSeconds, tiers)
    return { ...one, listUsd: one.gbSeconds * (tiers[0]?.usd ?? 0), tieredUsd, tier }
  })
  const sum = (of: (row: PricedUsage) => number) => rows.reduce((total, row) => total + of(row), 0)
  const requests = sum((row) => row.requests)
  const gbSeconds = sum((row) => row.gbSeconds)
  const durationUsd = sum((row) => row.tieredUsd)
  const requestsUsd = requests * usdPerRequest
  const freeShare = gbSeconds === 0 ? 0 : Math.min(1, free.gbSeconds / gbSeconds)
  const freeUsd = durationUsd * freeShare + Math.min(requests, free.requests) * usdPerRequest
  return {
    rows,
    requestsUsd,
    listUsd: sum((row) => row.listUsd) + requestsUsd,
    freeUsd,
    usd: durationUsd + requestsUsd - freeUsd,
  }
}
