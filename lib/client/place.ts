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
