import { inScope, type Place } from '@/lib/client/place'
import type { HealthResponse } from '@/lib/contracts/health'

/** An account by the name it was given, with what of it is pulled, by region. */
export type ScopeAccount = { accountId: string; name: string; places: Place[] }

/** The accounts that are pulled, by name. */
export function listScopeAccounts({ sources, accounts }: Pick<HealthResponse, 'sources' | 'accounts'>): ScopeAccount[] {
  const names = new Map(accounts.map(({ accountId, name }) => [accountId, name]))
  const found = new Map<string, Map<string, Place>>()
  for (const { accountId, region } of sources) {
    const places = found.get(accountId) ?? new Map<string, Place>()
    found.set(accountId, places.set(region, { accountId, region }))
  }
  return [...found]
    .map(([accountId, places]) => ({
      accountId,
      name: names.get(accountId) ?? accountId,
      places: [...places.values()].sort((a, b) => (a.region < b.region ? -1 : 1)),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The scope in a few words, accounts by name wherever there are several. */
export function describeScope(scope: readonly Place[], accounts: readonly ScopeAccount[]): string {
  const [only] = accounts
  const isOne = accounts.length === 1
  if (scope.length === 0) {
    if (!isOne || only === undefined) return 'All accounts'
    return only.places.length === 1 && only.places[0] ? only.places[0].region : 'All regions'
  }
  const chosen = [...new Set(scope.map(({ accountId }) => accountId))]
  const nameOf = (id: string) => accounts.find(({ accountId }) => accountId === id)?.name ?? id
  if (chosen.length > 1) return `${scope.length} regions in ${chosen.length} accounts`
  const own = accounts.find(({ accountId }) => accountId === chosen[0])?.places ?? []
  const regions =
    scope.length === 1 && scope[0]
      ? scope[0].region
      : `${scope.length} of ${Math.max(own.length, scope.length)} regions`
  if (isOne) return regions
  const isWhole = own.length > 1 && own.every((place) => inScope(scope, place))
  return isWhole ? nameOf(chosen[0] ?? '') : `${nameOf(chosen[0] ?? '')} · ${regions}`
}

/** The scope with these places in it, or without them where all of them are; an empty one holds everything. */
export function togglePlaces(
  scope: readonly Place[],
  places: readonly Place[],
  accounts: readonly ScopeAccount[],
): Place[] {
  const isIn = scope.length > 0 && places.every((place) => inScope(scope, place))
  const others = scope.filter((one) => !inScope(places, one))
  const next = isIn ? others : [...others, ...places]
  return next.length === accounts.reduce((sum, account) => sum + account.places.length, 0) ? [] : next
}
