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

/** The scope as an API takes it: two lists. Pairs that were not chosen but fall out of them are left out by the page. */
export function placeRequest(scope: readonly Place[]): { accountId?: string; region?: string } {
  if (scope.length === 0) return {}
  const list = (values: string[]) => [...new Set(values)].join(',')
  return { accountId: list(scope.map(({ accountId }) => accountId)), region: list(scope.map(({ region }) => region)) }
}
