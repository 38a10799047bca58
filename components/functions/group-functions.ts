import { FUNCTION_COLUMNS } from '@/components/functions/function-columns'
import { compareKeys, type FunctionsView } from '@/components/functions/prepare-functions'
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

type Grouping = Pick<FunctionsView, 'groupBy' | 'sort' | 'descending'>

/**
 * Rows with a head for each value of the tag, in the order of the rows: by the same column of the group as a whole, or of
 * its first row where a column does not add up. Of items in their order, which is kept within groups; functions without
 * the tag last.
 */
export function groupFunctions(
  items: readonly FunctionItem[],
  { groupBy: key, sort, descending }: Grouping,
): FunctionsRow[] {
  if (key === null) return items.map((item) => ({ kind: 'function', item }))
  const groups = new Map<string | null, FunctionItem[]>()
  for (const item of items) {
    const value = item.tags[key] ?? null
    const group = groups.get(value)
    if (group === undefined) groups.set(value, [item])
    else group.push(item)
  }
  const sign = descending ? -1 : 1
  return [...groups]
    .map(([value, members]) => ({ value, members, order: orderOf(value, members, sort) }))
    .sort(({ value: a, order: left }, { value: b, order: right }) => {
      if (a === null || b === null) return a === null ? 1 : -1
      return compareKeys(left, right, sign) || (a < b ? -1 : 1)
    })
    .flatMap(({ value, members }): FunctionsRow[] => [
      { kind: 'group', group: { key, value, functions: members.length, ...sumUp(members) } },
      ...members.map((item) => ({ kind: 'function' as const, item })),
    ])
}

/** Columns that are told of a group as a whole: sums, and shares of sums. */
const ADD_UP = ['trend', 'invocations', 'errors', 'throttles', 'cold', 'cost']

function orderOf(value: string | null, members: readonly FunctionItem[], sort: string): string | number | null {
  const [first] = members
  if (first === undefined || sort === 'name') return value
  const column = FUNCTION_COLUMNS.find(({ id }) => id === sort)
  return column?.sortBy(ADD_UP.includes(sort) ? { ...first, ...sumUp(members) } : first) ?? null
}

function sumUp(members: readonly FunctionItem[]) {
  const sum = (of: (item: FunctionItem) => number | null) => {
    const known = members.map(of).filter((one) => one !== null)
    return known.length === 0 ? null : known.reduce((total, one) => total + one, 0)
  }
  return {
    invocations: sum(({ invocations }) => invocations),
    errors: sum(({ errors }) => errors),
    throttles: sum(({ throttles }) => throttles),
    coldStarts: sum(({ coldStarts }) => coldStarts),
    loggedInvocations: sum(({ loggedInvocations }) => loggedInvocations),
    costUsd: sum(({ costUsd }) => costUsd),
  }
}
