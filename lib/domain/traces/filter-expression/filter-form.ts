import { OPERATORS_OF } from '@/lib/domain/traces/filter-expression/filter-keywords'
import type {
  FilterFlag,
  FilterNumber,
  FilterOperator,
  FilterText,
  TraceFilter,
} from '@/lib/domain/traces/filter-expression/filter-tree'

/** One line of the form: key is of an annotation alone. */
export type FormRow = { field: FormField; key: string; operator: string; value: string }

export type FormField = 'outcome' | 'service' | 'annotation' | (typeof NUMBERS)[number] | (typeof TEXTS)[number]

const NUMBERS = ['responsetime', 'duration', 'http.status'] as const satisfies readonly FilterNumber[]
const TEXTS = ['http.url', 'http.method', 'user', 'name'] as const satisfies readonly FilterText[]
export const OUTCOMES = [
  'fault',
  'error',
  'throttle',
  'ok',
  'partial',
  'inferred',
] as const satisfies readonly FilterFlag[]

export const FORM_FIELDS: readonly { field: FormField; label: string }[] = [
  { field: 'outcome', label: 'Outcome' },
  { field: 'responsetime', label: 'Response time, s' },
  { field: 'duration', label: 'Duration, s' },
  { field: 'http.status', label: 'HTTP status' },
  { field: 'http.url', label: 'URL' },
  { field: 'http.method', label: 'HTTP method' },
  { field: 'service', label: 'Service' },
  { field: 'annotation', label: 'Annotation' },
  { field: 'user', label: 'User' },
  { field: 'name', label: 'Entry point' },
]

/** How a field of the form can be compared. */
export function formOperators(field: FormField): readonly string[] {
  if (field === 'outcome') return ['is', 'is not']
  if (field === 'service') return ['takes part', 'does not']
  if (field === 'annotation') return OPERATORS_OF.any
  return isOf(NUMBERS, field) ? OPERATORS_OF.number : OPERATORS_OF.text
}

/** The lines of a form that say the same as a filter; null when a form cannot say it. */
export function formOfFilter(filter: TraceFilter): FormRow[] | null {
  if (filter.kind === 'and') {
    const [left, right] = [formOfFilter(filter.left), formOfFilter(filter.right)]
    return left === null || right === null ? null : [...left, ...right]
  }
  const isNot = filter.kind === 'not'
  const row = rowOf(isNot ? filter.inner : filter, isNot)
  return row === null ? null : [row]
}

function rowOf(filter: TraceFilter, isNot: boolean): FormRow | null {
  if (filter.kind === 'flag' && isOf(OUTCOMES, filter.flag)) {
    return { field: 'outcome', key: '', operator: isNot ? 'is not' : 'is', value: filter.flag }
  }
  if (filter.kind === 'service') {
    const { name, ...more } = filter.service
    const isPlain = name !== undefined && Object.keys(more).length === 0 && filter.inner === null
    return isPlain ? { field: 'service', key: '', operator: isNot ? 'does not' : 'takes part', value: name } : null
  }
  if (isNot) return null
  if (filter.kind === 'number' && isOf(NUMBERS, filter.field)) {
    return { field: filter.field, key: '', operator: filter.operator, value: String(filter.value) }
  }
  if (filter.kind === 'text' && isOf(TEXTS, filter.field)) {
    return { field: filter.field, key: '', operator: filter.operator, value: filter.value }
  }
  // A form has no quotes: a text that looks like a number would come back as one.
  if (filter.kind !== 'annotation' || filter.test === null) return null
  const value = String(filter.test.value)
  const row: FormRow = { field: 'annotation', key: filter.key, operator: filter.test.operator, value }
  return annotationValue(row) === filter.test.value ? row : null
}

/** The filter that a form says; null while a line of it is not finished, or there is none. */
export function filterOfForm(rows: readonly FormRow[]): TraceFilter | null {
  let filter: TraceFilter | null = null
  for (const row of rows) {
    const one = conditionOf(row)
    if (one === null) return null
    filter = filter === null ? one : { kind: 'and', left: filter, right: one }
  }
  return filter
}

function conditionOf(row: FormRow): TraceFilter | null {
  const { field, key, value } = row
  if (value === '') return null
  if (field === 'outcome') {
    const flag = OUTCOMES.find((one) => one === value)
    return flag === undefined ? null : negated({ kind: 'flag', flag }, row.operator === 'is not')
  }
  if (field === 'service') {
    return negated({ kind: 'service', service: { name: value }, inner: null }, row.operator === 'does not')
  }
  const operator = OPERATORS_OF.any.find((one) => one === row.operator)
  if (operator === undefined) return null
  if (field === 'annotation') return key === '' ? null : annotationOf(row, key, operator)
  if (isOf(TEXTS, field)) return OPERATORS_OF.text.includes(operator) ? { kind: 'text', field, operator, value } : null
  const number = Number(value)
  if (!Number.isFinite(number) || !OPERATORS_OF.number.includes(operator)) return null
  return { kind: 'number', field, operator, value: number }
}

function annotationOf(row: FormRow, key: string, operator: FilterOperator): TraceFilter | null {
  const value = annotationValue(row)
  const kind = typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'flag'
  return OPERATORS_OF[kind].includes(operator) ? { kind: 'annotation', key, test: { operator, value } } : null
}

/** What looks like a number, true or false is one, but for operators that compare texts. */
function annotationValue({ operator, value }: FormRow): string | number | boolean {
  if (!OPERATORS_OF.number.some((one) => one === operator)) return value
  if (value === 'true' || value === 'false') return value === 'true'
  return value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value
}

function negated(filter: TraceFilter, isNot: boolean): TraceFilter {
  return isNot ? { kind: 'not', inner: filter } : filter
}

function isOf<Word extends string>(words: readonly Word[], word: string): word is Word {
  return (words as readonly string[]).includes(word)
}
