import type { CostMonth } from '@/lib/contracts/cost'
import { type MonthExtras, type MonthPrices, type MonthUsage, priceMonth } from '@/lib/domain/cost/price-month'
import { restoredMemoryUsd, storageUsd } from '@/lib/domain/cost/price-usage'
import type { Window } from '@/lib/domain/covered-window'
import type { Db } from '@/lib/server/db'
import { LAMBDA_FREE, lambdaPrice, lambdaTiers } from '@/lib/server/lambda-prices'
import { type BilledRow, type BilledVersion, listBilledVersions } from '@/lib/server/queries/list-billed'
import { type CostFunction, getCostCoverage } from '@/lib/server/queries/list-cost-functions'
import { type FunctionProvisioned, listProvisionedCosts } from '@/lib/server/queries/list-provisioned-costs'
import { factsOf, provisionedShare } from '@/lib/server/queries/price-functions'

/** versions, provisioned: of functions whose price depends on more than region and architecture. */
type MonthFacts = {
  functions: ReadonlyMap<number, CostFunction>
  billed: readonly BilledRow[]
  versions: readonly BilledVersion[]
  provisioned: ReadonlyMap<number, FunctionProvisioned>
}

type Account = { usages: Map<string, MonthUsage>; extras: MonthExtras }

const DAY = 86_400_000

/** The calendar month (UTC) that holds the last moment before this one, up to the end of that moment's day. */
export function monthUpTo(atMs: number): Window {
  const at = new Date(atMs - 1)
  return { fromMs: Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1), toMs: Math.ceil(atMs / DAY) * DAY }
}

/**
 * What AWS bills each account for a month up to countedToMs, from what was billed by day; other days are left out.
 * functions: of the accounts as a whole; specialIds: those whose price depends on more than region and architecture.
 */
export async function getCostMonths(
  db: Db,
  of: { functions: readonly CostFunction[]; specialIds: readonly number[]; billed: Promise<BilledRow[]> },
  { countedToMs, nowMs, ...month }: Window & { countedToMs: number; nowMs: number },
): Promise<CostMonth[]> {
  const { functions, specialIds } = of
  const placeIds = [...new Set(functions.map(({ placeId }) => placeId))]
  const [billed, versions, { firstMs }] = await Promise.all([
    of.billed,
    listBilledVersions(db, month, specialIds),
    getCostCoverage(db, placeIds, { fromMs: month.fromMs, toMs: countedToMs }, nowMs),
  ])
  const byId = new Map(functions.map((fn) => [fn.id, fn]))
  const counted = { fromMs: firstMs ?? month.fromMs, toMs: countedToMs, endOf: () => countedToMs }
  const provisioned = await listProvisionedCosts(db, byId, totalsOf(versions), counted, nowMs)
  const accounts = addUp({ functions: byId, billed, versions, provisioned }, month)
  return [...accounts.all].map(([accountId, { usages, extras }]) => {
    const priced = priceMonth([...usages.values()], pricesOf, LAMBDA_FREE, extras)
    return { accountId, fromMs: month.fromMs, countedFromMs: firstMs, ...priced }
  })
}

function pricesOf({ region, architecture }: MonthUsage): MonthPrices {
  return {
    tiers: lambdaTiers(region, architecture),
    usdPerRequest: lambdaPrice(region, architecture).usdPerRequest,
  }
}

/** Days added up. */
function totalsOf(versions: readonly BilledVersion[]): BilledVersion[] {
  const totals = new Map<string, BilledVersion>()
  for (const row of versions) {
    const key = `${row.functionId}/${row.version}`
    const before = totals.get(key)
    if (before === undefined) totals.set(key, { ...row })
    else {
      before.invocations += row.invocations
      before.billedMs += row.billedMs
    }
  }
  return [...totals.values()]
}

function addUp({ functions, billed, versions, provisioned }: MonthFacts, { fromMs, toMs }: Window): Accounts {
  const accounts = new Accounts()
  const placeOf = new Map([...functions.values()].map((fn) => [fn.placeId, fn]))
  for (const row of billed) {
    const place = placeOf.get(row.placeId)
    if (place === undefined || row.atMs < fromMs || row.atMs >= toMs) continue
    const usage = accounts.usage(place, row.architecture)
    usage.requests += row.invocations
    usage.gbSeconds += row.gbMs / 1000
  }
  for (const row of versions) {
    const fn = functions.get(row.functionId)
    if (fn !== undefined) addApart(accounts, fn, row, provisioned)
  }
  for (const [id, { keptUsd }] of provisioned) {
    const fn = functions.get(id)
    if (fn !== undefined) accounts.of(fn.accountId).extras.provisionedUsd += keptUsd
  }
  return accounts
}

/** Takes what ran on provisioned concurrency out of what has tiers and a free part; adds storage and restored memory. */
function addApart(
  accounts: Accounts,
  fn: CostFunction,
  row: BilledVersion,
  provisioned: ReadonlyMap<number, FunctionProvisioned>,
): void {
  const { share } = provisionedShare(provisioned, fn, row.version)
  const facts = factsOf(fn, row.version, share)
  const { extras } = accounts.of(fn.accountId)
  extras.storageUsd += storageUsd(row, facts)
  extras.restoreUsd += restoredMemoryUsd(row, facts)
  if (share === 0) return
  const usage = accounts.usage(fn, fn.architecture)
  const gbSeconds = (share * (row.gbMs - row.initGbMs)) / 1000
  usage.gbSeconds -= gbSeconds
  usage.requestsOnProvisioned += share * row.invocations
  extras.provisionedUsd += gbSeconds * facts.rates.usdPerGbSecondOnProvisioned
}

class Accounts {
  readonly all = new Map<string, Account>()

  of(accountId: string): Account {
    const extras = { provisionedUsd: 0, storageUsd: 0, restoreUsd: 0 }
    const account = this.all.get(accountId) ?? { usages: new Map(), extras }
    this.all.set(accountId, account)
    return account
  }

  usage({ accountId, region }: CostFunction, architecture: string | null): MonthUsage {
    const { usages } = this.of(accountId)
    const kind = architecture ?? 'x86_64'
    const none = { requests: 0, requestsOnProvisioned: 0, gbSeconds: 0 }
    const usage = usages.get(`${region}/${kind}`) ?? { region, architecture: kind, ...none }
    usages.set(`${region}/${kind}`, usage)
    return usage
  }
}
