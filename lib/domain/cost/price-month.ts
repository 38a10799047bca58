/** upTo: the GB-seconds of a month up to which this price holds; null: without end. */
export type PriceTier = { upTo: number | null; usd: number }
export type FreeTier = { requests: number; gbSeconds: number }

/**
 * What one region and architecture of an account used in one month. gbSeconds: on demand. requestsOnProvisioned: of the
 * requests, those that ran on provisioned concurrency.
 */
export type MonthUsage = {
  region: string
  architecture: string
  requests: number
  requestsOnProvisioned: number
  gbSeconds: number
}

/** What has neither tiers nor a free part. provisioned: for standing, and for duration on it. */
export type MonthExtras = { provisionedUsd: number; storageUsd: number; restoreUsd: number }

export type MonthPrices = { tiers: readonly PriceTier[]; usdPerRequest: number }

/**
 * listUsd: all at the first tier. tieredUsd: by the tiers. tier: the one that the last GB-second fell into, from 1 on.
 */
export type PricedUsage = MonthUsage & { listUsd: number; tieredUsd: number; tier: number }

/**
 * usd: what AWS would bill: tiers by region and architecture, less what is free, and the extras. freeUsd: the part that is
 * free, its requests and GB-seconds valued at the account's average prices.
 */
export type PricedMonth = MonthExtras & {
  rows: PricedUsage[]
  requestsUsd: number
  listUsd: number
  freeUsd: number
  usd: number
}

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
 * them, of which nothing is for provisioned concurrency. Accounts that one payer pays share tiers and free tier, which
 * cannot be seen from here. Follows AWS Lambda Pricing.
 */
export function priceMonth(
  usage: readonly MonthUsage[],
  pricesOf: (one: MonthUsage) => MonthPrices,
  free: FreeTier,
  extras: MonthExtras,
): PricedMonth {
  const rows = usage.map((one) => {
    const { tiers } = pricesOf(one)
    const { usd: tieredUsd, tier } = priceTiers(one.gbSeconds, tiers)
    return { ...one, listUsd: one.gbSeconds * (tiers[0]?.usd ?? 0), tieredUsd, tier }
  })
  const sum = (of: (row: PricedUsage) => number) => rows.reduce((total, row) => total + of(row), 0)
  const durationUsd = sum((row) => row.tieredUsd)
  const requestsUsd = sum((row) => row.requests * pricesOf(row).usdPerRequest)
  const onDemand = (row: MonthUsage) => row.requests - row.requestsOnProvisioned
  const onDemandUsd = sum((row) => onDemand(row) * pricesOf(row).usdPerRequest)
  const freeUsd =
    durationUsd *
      shareOf(
        free.gbSeconds,
        sum((row) => row.gbSeconds),
      ) +
    onDemandUsd * shareOf(free.requests, sum(onDemand))
  const extrasUsd = extras.provisionedUsd + extras.storageUsd + extras.restoreUsd
  return {
    ...extras,
    rows,
    requestsUsd,
    listUsd: sum((row) => row.listUsd) + requestsUsd + extrasUsd,
    freeUsd,
    usd: durationUsd + requestsUsd - freeUsd + extrasUsd,
  }
}

function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.min(1, part / whole)
}
