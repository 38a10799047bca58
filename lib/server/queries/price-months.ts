import type { CostMonth } from '@/lib/contracts/cost'
import { type MonthUsage, priceMonth } from '@/lib/domain/cost/price-month'
import type { Window } from '@/lib/domain/covered-window'
import { LAMBDA_FREE, lambdaPrice, lambdaTiers } from '@/lib/server/lambda-prices'
import type { BilledRow } from '@/lib/server/queries/list-billed'

const DAY = 86_400_000

/** The calendar month (UTC) that holds the last moment before this one, up to the end of that moment's day. */
export function monthUpTo(atMs: number): Window {
  const at = new Date(atMs - 1)
  return { fromMs: Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1), toMs: Math.ceil(atMs / DAY) * DAY }
}

/** What AWS bills each account for a month, from what was billed by day; other days are left out. */
export function priceMonths(
  billed: readonly BilledRow[],
  places: readonly { placeId: number; accountId: string; region: string }[],
  { fromMs, toMs }: Window,
): CostMonth[] {
  const placeOf = new Map(places.map((place) => [place.placeId, place]))
  const accounts = new Map<string, Map<string, MonthUsage>>()
  for (const row of billed) {
    const place = placeOf.get(row.placeId)
    if (place === undefined || row.atMs < fromMs || row.atMs >= toMs) continue
    const { accountId, region } = place
    const architecture = row.architecture ?? 'x86_64'
    const usages = accounts.get(accountId) ?? new Map<string, MonthUsage>()
    accounts.set(accountId, usages)
    const key = `${region}/${architecture}`
    const usage = usages.get(key) ?? { region, architecture, requests: 0, gbSeconds: 0 }
    usages.set(key, usage)
    usage.requests += row.invocations
    usage.gbSeconds += row.gbMs / 1000
  }
  return [...accounts].map(([accountId, usages]) => {
    const usage = [...usages.values()]
    const { usdPerRequest } = lambdaPrice(usage[0]?.region ?? '', null)
    const tiersOf = (one: MonthUsage) => lambdaTiers(one.region, one.architecture)
    return { accountId, ...priceMonth(usage, tiersOf, usdPerRequest, LAMBDA_FREE) }
  })
}
