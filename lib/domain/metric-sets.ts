/** A metric's sum over a window in one dimension set; null when CloudWatch has not answered for all of it. */
export type SetTotal = { qualifier: string; executedVersion: string; total: number | null }

/** The sum over all of a function (dimension FunctionName alone); null when not answered. */
export function totalOfFunction(sets: readonly SetTotal[]): number | null {
  return sets.find((set) => set.qualifier === '' && set.executedVersion === '')?.total ?? null
}

/**
 * The sum of one dimension set. Sets with Resource are disjoint and add up to the function's own set (a call is counted
 * under the name that the caller used), so that a set which was never answered is 0 when the others already add up;
 * otherwise it is null: not known.
 */
export function totalOfSet(sets: readonly SetTotal[], qualifier: string, executedVersion = ''): number | null {
  const own = sets.find((set) => set.qualifier === qualifier && set.executedVersion === executedVersion)
  if (own !== undefined && own.total !== null) return own.total
  if (executedVersion !== '') return totalOfSet(sets, qualifier) === 0 ? 0 : null
  return addUpWithout(sets, qualifier) ? 0 : null
}

/** The sum over disjoint dimension sets; null when they are not known or one of them is not. */
export function totalOfSets(
  totals: readonly SetTotal[],
  sets: readonly { qualifier: string; executedVersion: string }[] | null,
): number | null {
  if (sets === null) return null
  let sum = 0
  for (const { qualifier, executedVersion } of sets) {
    const total = totalOfSet(totals, qualifier, executedVersion)
    if (total === null) return null
    sum += total
  }
  return sum
}

function addUpWithout(sets: readonly SetTotal[], qualifier: string): boolean {
  if (qualifier === '') return false
  const all = totalOfFunction(sets)
  if (all === null) return false
  const others = sets.filter((set) => set.qualifier !== '' && set.qualifier !== qualifier && set.executedVersion === '')
  return others.reduce((sum, set) => sum + (set.total ?? 0), 0) === all
}
