import type { FunctionItem } from '@/lib/contracts/functions'

/** A row of the table: a function, or the head of those that share a value of the tag. */
export type FunctionsRow = { kind: 'function'; item: FunctionItem } | { kind: 'group'; group: FunctionGroup }

/** value null: functions without the tag. Sums are those of what is known; null where nothing is. */
export type FunctionGroup = {
  key: string
  value: string | null
  functions: number
  invocations: number | null
  errors: number | null
  costUsd: number | null
}

/** The keys of the functions' tags, those that most functions have first. */
export function listTagKeys(items: readonly FunctionItem[]): string[] {
  const counts = new Map<string, number>()
  for (const { tags } of items) for (const key of Object.keys(tags)) counts.set(key, (counts.get(key) ?? 0) + 1)
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([key]) => key)
}

/** Rows with a head for each value of the tag, those with most functions first, the order within them kept; functions without it last. */
export function groupFunctions(items: readonly FunctionItem[], key: string | null): FunctionsRow[] {
  if (key === null) return items.map((item) => ({ kind: 'function', item }))
  const groups = new Map<string | null, FunctionItem[]>()
  for (const item of items) {
    const value = item.tags[key] ?? null
    const group = groups.get(value)
    if (group === undefined) groups.set(value, [item])
    else group.push(item)
  }
  return [...groups]
    .sort(([a, left], [b, right]) => {
      if (a === null || b === null) return a === null ? 1 : -1
      return right.length - left.length || (a < b ? -1 : 1)
    })
    .flatMap(([value, members]): FunctionsRow[] => [
      { kind: 'group', group: sumUp(key, value, members) },
      ...members.map((item) => ({ kind: 'function' as const, item })),
    ])
}

function sumUp(key: string, value: string | null, members: readonly FunctionItem[]): FunctionGroup {
  const sum = (of: (item: FunctionItem) => number | null) => {
    const known = members.map(of).filter((one) => one !== null)
    return known.length === 0 ? null : known.reduce((total, one) => total + one, 0)
  }
  return {
    key,
    value,
    functions: members.length,
    invocations: sum(({ invocations }) => invocations),
    errors: sum(({ errors }) => errors),
    costUsd: sum(({ costUsd }) => costUsd),
  }
}
