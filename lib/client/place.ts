export type Place = { accountId: string; region: string }

/** Reads account/region pairs parted by commas; what is not a pair is left out. */
export function parseScope(text: string): Place[] {
  return text
    .split(',')
    .map((part) => part.split('/'))
    .flatMap(([accountId, region]) => (accountId && region ? [{ accountId, region }] : []))
}

/** An empty scope holds every place. */
export function inScope(scope: readonly Place[], place: Place): boolean {
  return scope.length === 0 || scope.some((one) => one.accountId === place.accountId && one.region === place.region)
}

/** The scope as an API takes it. */
export function placeRequest(scope: readonly Place[]): { places?: string } {
  return scope.length === 0 ? {} : { places: scopeParam(scope) }
}

/** The scope as it stands in a URL: what parseScope reads. */
export function scopeParam(scope: readonly Place[]): string {
  return scope.map(({ accountId, region }) => `${accountId}/${region}`).join(',')
}

/**
 * The one place that a page shows which has room for one: what its URL asks for, unless the scope excludes it, else the
 * first of the scope; null leaves it to the server.
 */
export function readPlace(params: { get(name: string): string | null }): Place | null {
  const [own] = parseScope(params.get('place') ?? '')
  const scope = parseScope(params.get('scope') ?? '')
  return own !== undefined && inScope(scope, own) ? own : (scope[0] ?? null)
}

/** The way to a page that shows one place: a scope that excludes it gives way. */
export function placeLink(place: Place, scope: readonly Place[]): { place: string } | { place: string; scope: null } {
  return { place: scopeParam([place]), ...(inScope(scope, place) ? {} : { scope: null }) }
}

/** What an account was called, with its ID where another is called the same. */
function nameAccount(accountId: string, known: readonly KnownPlace[]): string {
  const name = known.find((one) => one.accountId === accountId)?.accountName ?? accountId
  const isShared = known.some((one) => one.accountName === name && one.accountId !== accountId)
  return isShared ? `${name} ${accountId}` : name
}

/** accountName: what the account was called, else its ID. */
export type KnownPlace = Place & { accountName: string }

/** A place among those that are known: its region where there are several, and its account where there are several. */
export function describePlace({ accountId, region }: Place, known: readonly KnownPlace[]): string | null {
  const areSeveral = (values: readonly string[]) => new Set(values).size > 1
  const parts = [
    ...(areSeveral(known.map((one) => one.region)) ? [region] : []),
    ...(areSeveral(known.map((one) => one.accountId)) ? [nameAccount(accountId, known)] : []),
  ]
  return parts.length === 0 ? null : parts.join(' · ')
}
