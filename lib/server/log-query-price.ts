import prices from '@/lib/server/prices.json'

/** USD of a byte that Logs Insights scans. */
export function scanPrice(): number {
  return prices.api['logs:StartQuery'].usd
}
