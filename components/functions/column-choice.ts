import { type ColumnId, FUNCTION_COLUMNS } from '@/components/functions/function-columns'

/** Hidden until they are chosen. */
const HIDDEN_AT_FIRST: readonly ColumnId[] = ['architecture']

/** The columns that a choice, as writeColumns has it, leaves out. */
export function readHidden(choice: string | null): readonly ColumnId[] {
  if (choice === null) return HIDDEN_AT_FIRST
  const shown = choice.split('.')
  return FUNCTION_COLUMNS.flatMap(({ id }) => (id === 'name' || shown.includes(id) ? [] : [id]))
}

/** The columns that are shown beside the name, parted by dots; null for those that are shown at first. */
export function writeColumns(hidden: readonly ColumnId[]): string | null {
  if (hidden.length === HIDDEN_AT_FIRST.length && HIDDEN_AT_FIRST.every((id) => hidden.includes(id))) return null
  const shown = FUNCTION_COLUMNS.flatMap(({ id }) => (hidden.includes(id) ? [] : [id]))
  return shown.join('.')
}
