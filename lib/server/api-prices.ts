import prices from '@/lib/server/prices.json'

type ApiPrice = { unit: string; usd: number; byRegion?: Readonly<Record<string, number>> }

const PRICES: Readonly<Record<string, ApiPrice>> = prices.api

/** US dollars of one billed unit of an operation; 0 where AWS does not charge for it. region null: the usual price. */
export function apiPrice(service: string, operation: string, region: string | null): number {
  const price = PRICES[`${service}:${operation}`] ?? PRICES[service]
  return price === undefined ? 0 : ((region === null ? undefined : price.byRegion?.[region]) ?? price.usd)
}

/** Whether an operation has prices by region, of which this region's may be one. */
export function hasRegionalPrice(service: string, operation: string, region?: string): boolean {
  const { byRegion } = PRICES[`${service}:${operation}`] ?? {}
  return byRegion !== undefined && (region === undefined || Object.hasOwn(byRegion, region))
}

/** US dollars of a byte that Logs Insights scans. isListed: the region's own price, and not the usual one in its place. */
export function scanPrice(region: string): { usd: number; isListed: boolean } {
  return { usd: apiPrice('logs', 'StartQuery', region), isListed: hasRegionalPrice('logs', 'StartQuery', region) }
}
