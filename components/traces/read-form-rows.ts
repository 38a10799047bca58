import { type FormRow, formOfFilter } from '@/lib/domain/traces/filter-expression/filter-form'
import { parseFilterExpression } from '@/lib/domain/traces/filter-expression/parse-filter-expression'

export const FIRST_ROW: FormRow = { field: 'outcome', key: '', operator: 'is', value: 'fault' }

type FormRows = { rows: FormRow[]; reason: null } | { rows: null; reason: string }

/** The lines of the form for an expression; why there are none where it has no form. */
export function readFormRows(text: string): FormRows {
  if (text.trim() === '') return { rows: [FIRST_ROW], reason: null }
  const { filter, error } = parseFilterExpression(text)
  if (error !== null) return { rows: null, reason: 'The expression cannot be read. Mend or clear it first.' }
  const rows = formOfFilter(filter)
  if (rows !== null) return { rows, reason: null }
  return { rows: null, reason: 'A form cannot say this expression: it joins conditions by AND alone.' }
}
