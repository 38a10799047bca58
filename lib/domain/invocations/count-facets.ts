import { FAILED_RESULTS } from '@/lib/domain/add-rollups'

/** Equal invocations of one stretch of time. What is not told of them is null. */
export type CountedGroup = {
  /** The start of the stretch, epoch ms. */
  atMs: number
  result: string
  version: string
  start: 'cold' | 'warm'
  errorType: string | null
  memory: string | null
  memorySizeMb: string | null
  traced: 'yes' | 'no' | null
  tenantId: string | null
  invocations: number
}

export const FACETS = [
  'result',
  'version',
  'start',
  'errorType',
  'memory',
  'memorySizeMb',
  'traced',
  'tenantId',
] as const
export type FacetName = (typeof FACETS)[number]

/** The one value that is chosen of a facet; result may be 'failed': any that is an error of the function. */
export type FacetChoice = Partial<Record<FacetName, string | number | undefined>>

/** Whether invocations are among the chosen, whatever the facet `except` says. */
export function meetsChoice(group: CountedGroup, choice: FacetChoice, except?: FacetName): boolean {
  return FACETS.every((facet) => {
    const chosen = choice[facet]
    if (chosen === undefined || facet === except) return true
    if (facet === 'result' && chosen === 'failed') return FAILED_RESULTS.some((result) => result === group.result)
    return group[facet] === String(chosen)
  })
}

/**
 * How many invocations there would be with each value of a facet, the other facets staying as they are chosen: the most
 * frequent first. The chosen value is among them, also with none.
 */
export function countFacet(
  groups: readonly CountedGroup[],
  choice: FacetChoice,
  facet: FacetName,
): { value: string; invocations: number }[] {
  const counts = new Map<string, number>()
  const chosen = choice[facet]
  if (chosen !== undefined && chosen !== 'failed') counts.set(String(chosen), 0)
  for (const group of groups) {
    const value = group[facet]
    if (value === null || !meetsChoice(group, choice, facet)) continue
    counts.set(value, (counts.get(value) ?? 0) + group.invocations)
  }
  return [...counts]
    .map(([value, invocations]) => ({ value, invocations }))
    .sort((left, right) => right.invocations - left.invocations || (left.value < right.value ? -1 : 1))
}

/** Invocations among the chosen, by the start of their stretch and their result. */
export function countByTime(groups: readonly CountedGroup[], choice: FacetChoice): Map<number, Record<string, number>> {
  const buckets = new Map<number, Record<string, number>>()
  for (const group of groups) {
    if (!meetsChoice(group, choice)) continue
    const counts = buckets.get(group.atMs) ?? {}
    counts[group.result] = (counts[group.result] ?? 0) + group.invocations
    buckets.set(group.atMs, counts)
  }
  return buckets
}
