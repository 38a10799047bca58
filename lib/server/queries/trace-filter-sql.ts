import type { FilterFlag, FilterOperator, TraceFilter } from '@/lib/domain/filter-expression'

/** Adds a value to the statement and answers its placeholder. */
export type AddParameter = (value: unknown) => string

const FLAGS: Readonly<Record<FilterFlag, string>> = {
  ok: 'not (t.has_error or t.has_fault or t.has_throttle)',
  error: 't.has_error',
  fault: 't.has_fault',
  throttle: 't.has_throttle',
  partial: 't.is_partial',
}
const SECONDS = { responsetime: 't.response_ms', duration: 't.duration_ms' } as const

/** An SQL condition on a trace t. What a trace does not say matches no comparison, and its negation does. */
export function traceFilterSql(filter: TraceFilter, add: AddParameter): string {
  switch (filter.kind) {
    case 'flag':
      return `(${FLAGS[filter.flag]})`
    case 'and':
    case 'or':
      return `(${traceFilterSql(filter.left, add)} ${filter.kind} ${traceFilterSql(filter.right, add)})`
    case 'not':
      return `(not ${traceFilterSql(filter.inner, add)})`
    case 'number':
      return numberSql(filter, add)
    case 'text': {
      const column = filter.field === 'http.url' ? 't.http_url' : 't.http_method'
      return known(compareText(column, filter.operator, filter.value, add))
    }
    case 'annotation':
      return annotationSql(filter, add)
    case 'service':
      return serviceSql(filter.name, add)
  }
}

function numberSql(filter: Extract<TraceFilter, { kind: 'number' }>, add: AddParameter): string {
  const { field, operator, value } = filter
  if (field === 'http.status') return known(`t.http_status ${sqlOperator(operator)} ${add(value)}::float8`)
  return known(`${SECONDS[field]} ${sqlOperator(operator)} ${add(value * 1000)}::float8`)
}

function annotationSql(filter: Extract<TraceFilter, { kind: 'annotation' }>, add: AddParameter): string {
  const { key, operator, value } = filter
  const place = add(key)
  if (typeof value === 'string') return known(compareText(`(t.annotations ->> ${place}::text)`, operator, value, add))
  const type = typeof value === 'number' ? 'number' : 'boolean'
  const cast = typeof value === 'number' ? 'float8' : 'boolean'
  // Only a value of the same type is compared; the cast of any other would fail.
  return known(
    `case when jsonb_typeof(t.annotations -> ${place}::text) = '${type}'
          then (t.annotations ->> ${place}::text)::${cast} ${sqlOperator(operator)} ${add(value)}::${cast} end`,
  )
}

/** Names of functions and the entry point are at hand; other services stand with the documents. */
function serviceSql(name: string, add: AddParameter): string {
  const place = add(name)
  return `(${place}::text = any(t.function_names) or t.entry_point = ${place}::text or exists (
    select from trace_documents d where d.trace_id = t.id and d.started_at >= t.started_at - interval '1 hour'
      and d.started_at <= t.started_at + interval '1 day' and ${place}::text = any(d.names)))`
}

function compareText(column: string, operator: FilterOperator, value: string, add: AddParameter): string {
  const place = `${add(value)}::text`
  if (operator === 'CONTAINS') return `strpos(${column}, ${place}) > 0`
  if (operator === 'BEGINSWITH') return `starts_with(${column}, ${place})`
  if (operator === 'ENDSWITH') return `right(${column}, length(${place})) = ${place}`
  return `${column} ${sqlOperator(operator)} ${place}`
}

function sqlOperator(operator: FilterOperator): string {
  return operator === '!=' ? '<>' : operator
}

function known(condition: string): string {
  return `coalesce(${condition}, false)`
}
