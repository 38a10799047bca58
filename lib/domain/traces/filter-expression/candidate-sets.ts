/** range: stretches of one scale of which what is meant has one alone, so that two such sets must agree in one. */
export type TermSet = { terms: readonly number[]; range?: string }
export type Sets = readonly TermSet[]

const MOST_SETS = 12

/** Of the sets of one scale what they agree in. */
export function agree(sets: Sets): Sets {
  const ranges = new Map<string, readonly number[]>()
  for (const { terms, range } of sets) {
    if (range !== undefined) ranges.set(range, ranges.get(range)?.filter((term) => terms.includes(term)) ?? terms)
  }
  return [
    ...sets.filter(({ range }) => range === undefined),
    ...[...ranges].map(([range, terms]) => ({ terms, range })),
  ]
}

/** One of the terms. */
export function oneOf(...terms: readonly number[]): Sets {
  return [{ terms }]
}

/** One of two: of every pair of sets, their union. */
export function either(left: Sets, right: Sets): Sets {
  return left.flatMap((one) => right.map((other) => ({ terms: [...one.terms, ...other.terms] }))).slice(0, MOST_SETS)
}
