import { errorRate, FUNCTION_COLUMNS, runtimeOf } from '@/components/functions/function-columns'
import { inScope, type Place } from '@/lib/client/place'
import type { FunctionItem } from '@/lib/contracts/functions'

export const FACETS = ['runtime', 'region', 'mode', 'health', 'tag'] as const
export type Facet = (typeof FACETS)[number]

export const FACET_LABELS: Record<Facet, string> = {
  runtime: 'Runtime',
  region: 'Region',
  mode: 'Mode',
  health: 'Health',
  tag: 'Tag',
}

export type FunctionsView = {
  text: string
  facets: Record<Facet, string[]>
  sort: string
  descending: boolean
  scope: readonly Place[]
  /** The tag by whose values rows stand together; null: they do not. */
  groupBy: string | null
}

export type FacetOption = { value: string; count: number }

/** The values by which a function is found under a facet. */
function facetValues(item: FunctionItem, facet: Facet): string[] {
  if (facet === 'runtime') return [runtimeOf(item)].filter((runtime) => runtime !== null)
  if (facet === 'region') return [item.region]
  if (facet === 'mode') return item.modes.length === 0 ? ['on demand'] : item.modes
  if (facet === 'tag') return Object.entries(item.tags).map(([key, value]) => `${key}=${value}`)
  return healthOf(item)
}

/** erring: at least 1 % of invocations failed. A function can be erring and throttled at once. */
export function healthOf(item: FunctionItem): string[] {
  if (item.invocations === null) return ['no metrics']
  const marks = []
  if ((errorRate(item) ?? 0) >= 0.01) marks.push('erring')
  if ((item.throttles ?? 0) > 0) marks.push('throttled')
  if (item.invocations === 0) marks.push('idle')
  return marks.length === 0 ? ['healthy'] : marks
}

/** The functions in scope: what filters choose from, and what they are counted of. */
export function functionsInScope(items: readonly FunctionItem[], scope: readonly Place[]): readonly FunctionItem[] {
  return scope.length === 0 ? items : items.filter((item) => inScope(scope, item))
}

/** Rows that the filters leave, in the order asked for; unknown values stand last whichever way the order goes. */
export function prepareFunctions(items: readonly FunctionItem[], view: FunctionsView): FunctionItem[] {
  const words = view.text.toLowerCase().split(/\s+/).filter(Boolean)
  const rows = items.filter(
    (item) =>
      inScope(view.scope, item) &&
      words.every((word) => searchText(item).includes(word)) &&
      FACETS.every((facet) => meets(item, facet, view.facets[facet])),
  )
  const column = FUNCTION_COLUMNS.find(({ id }) => id === view.sort) ?? FUNCTION_COLUMNS[0]
  const sign = view.descending ? -1 : 1
  return rows
    .map((item) => ({ item, key: column?.sortBy(item) ?? null }))
    .sort(
      (a, b) => compareKeys(a.key, b.key, sign) || (a.item.name < b.item.name ? -1 : a.item.name > b.item.name ? 1 : 0),
    )
    .map(({ item }) => item)
}

/** The values of a facet with how many functions have each, most first. */
export function listFacetOptions(items: readonly FunctionItem[], facet: Facet): FacetOption[] {
  const counts = new Map<string, number>()
  for (const item of items)
    for (const value of facetValues(item, facet)) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
}

function meets(item: FunctionItem, facet: Facet, wanted: readonly string[]): boolean {
  return wanted.length === 0 || facetValues(item, facet).some((value) => wanted.includes(value))
}

function searchText(item: FunctionItem): string {
  return `${item.name} ${item.runtime ?? ''} ${item.region} ${item.aliases.join(' ')}`.toLowerCase()
}

/** Which of two comes first; sign: 1 ascending, -1 descending. What is not known stands last either way. */
export function compareKeys(a: string | number | null, b: string | number | null, sign: number): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return a < b ? -sign : a > b ? sign : 0
}
