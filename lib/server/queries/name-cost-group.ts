import type { CostGroup } from '@/lib/contracts/cost'
import { isVersionName } from '@/lib/domain/route-traffic'
import type { AliasRoute, AliasRoutes } from '@/lib/server/queries/list-alias-routes'
import type { CostFunction } from '@/lib/server/queries/list-cost-functions'

/** Which group something belongs to. note: why it is not a more exact one. */
export type CostGroupName = Pick<CostGroup, 'key' | 'label' | 'of' | 'version' | 'alias' | 'note'>

const MIXED = 'Provisioned concurrency of several aliases or versions is not told apart.'
const BY_ITSELF = 'Called by version or without a qualifier.'

/** routes: where groups are of aliases. */
export class CostGrouping {
  readonly #groupBy: string
  readonly #routes: AliasRoutes | null
  /** Of functions whose versions are all of one group: a key for each of thousands would be put together and looked up. */
  readonly #named = new Map<number, CostGroupName>()

  constructor(groupBy: string, routes: AliasRoutes | null) {
    this.#groupBy = groupBy
    this.#routes = routes
  }

  /** The group of what a version of a function used. */
  ofVersion(fn: CostFunction, version: string): CostGroupName {
    if (this.#routes !== null) return nameAlias(fn, this.#routes.routeOf(fn.id, version))
    if (this.#groupBy === 'version') return nameGroup(fn, version, this.#groupBy)
    const known = this.#named.get(fn.id) ?? nameGroup(fn, version, this.#groupBy)
    this.#named.set(fn.id, known)
    return known
  }

  /** The group of what stands for a function; qualifiers: for which of its aliases and versions. Null: in none. */
  ofStanding(fn: CostFunction, qualifiers: readonly string[]): CostGroupName | null {
    if (this.#groupBy === 'version') return null
    if (this.#routes === null) return nameGroup(fn, '', this.#groupBy)
    const [qualifier = '', ...others] = qualifiers
    if (others.length > 0) return nameAlias(fn, { isKnown: false, reason: MIXED })
    return nameAlias(fn, { isKnown: true, alias: isVersionName(qualifier) ? null : qualifier })
  }
}

function nameAlias(fn: CostFunction, route: AliasRoute): CostGroupName {
  const { functionName, accountId, region } = fn
  const of = { functionName, accountId, region }
  const base = { of, version: null }
  const place = placeOf(fn)
  if (!route.isKnown) {
    return {
      ...base,
      key: `${place}: unknown`,
      label: `${functionName} · alias not told`,
      alias: null,
      note: route.reason,
    }
  }
  const { alias } = route
  if (alias === null) return { ...base, key: place, label: functionName, alias, note: BY_ITSELF }
  return { ...base, key: `${place}:${alias}`, label: `${functionName}:${alias}`, alias, note: null }
}

function nameGroup(fn: CostFunction, version: string, groupBy: string): CostGroupName {
  const { functionName, accountId, region } = fn
  const of = { functionName, accountId, region }
  const bare = { of, version: null, alias: null, note: null }
  const place = placeOf(fn)
  if (groupBy === 'function') return { ...bare, key: place, label: functionName }
  if (groupBy === 'version')
    return { ...bare, key: `${place}:${version}`, label: `${functionName}:${version}`, version }
  if (groupBy === 'account') return { ...bare, key: accountId, label: accountId, of: null }
  return { ...bare, key: fn.tag ?? '', label: fn.tag ?? `without ${groupBy.slice('tag:'.length)}`, of: null }
}

function placeOf({ accountId, region, functionName }: CostFunction): string {
  return `${accountId}/${region}/${functionName}`
}
