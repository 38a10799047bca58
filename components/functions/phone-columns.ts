import type { ColumnId } from '@/components/functions/function-columns'

const USUAL: readonly ColumnId[] = ['name', 'invocations', 'errors', 'p95']
const NARROW: ReadonlyMap<ColumnId, string> = new Map<ColumnId, string>([
  ['name', 'max-sm:w-auto!'],
  ['invocations', 'max-sm:w-[96px]!'],
  ['errors', 'max-sm:w-[66px]!'],
  ['p95', 'max-sm:w-[72px]!'],
])

/**
 * The columns for which a phone has room: a function's own page tells the others. What the table is ordered by is always
 * one of them, in place of two that are narrower.
 */
export function phoneColumns(sort: string): (id: ColumnId) => boolean {
  if (USUAL.some((id) => id === sort)) return (id) => USUAL.includes(id)
  return (id) => id === 'name' || id === 'invocations' || id === sort
}

/** How wide a column is on a phone, where it is shown there. */
export function phoneClassOf(id: ColumnId, isShown: (id: ColumnId) => boolean): string {
  if (!isShown(id)) return 'max-sm:hidden'
  return NARROW.get(id) ?? 'max-sm:w-[112px]!'
}
