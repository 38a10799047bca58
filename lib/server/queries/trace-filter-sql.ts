import { storableText } from '@/lib/domain/storable-text'
import { writeCausePath } from '@/lib/domain/traces/facts/cause-facts'
import type {
  AnnotationTest,
  CauseKind,
  FilterFlag,
  FilterOperator,
  FilterText,
  TraceFilter,
} from '@/lib/domain/traces/filter-expression/filter-tree'
import type { CandidateTerms } from '@/lib/domain/traces/filter-expression/list-candidate-terms'
import { filterPath, literal, servicePath, textPath } from '@/lib/server/queries/trace-filter-path'

/** Adds a value to the statement and answers its placeholder. */
export type AddParameter = (value: unknown) => string

type Of<Kind extends TraceFilter['kind']> = Extract<TraceFilter, { kind: Kind }>

const FLAGS: Readonly<Partial<Record<FilterFlag, string>>> = {
  // X-Ray's summary tells of any segment whether it was throttled; which one, documents alone.
  ok: `case when t.has_error or t.has_fault then false
    when t.documents_revision is not null and t.facts is not null then not t.facts ? 'rt'
    when not t.has_throttle then true end`,
  error: 't.has_error',
  fault: 't.has_fault',
  throttle: 't.has_throttle',
  partial: `t.is_partial or t.facts ? 'p'`,
  inferred: onceRead(`t.facts ? 'i'`),
}
const COLUMNS: Readonly<Partial<Record<FilterText, string>>> = {
  'http.url': 't.http_url',
  'http.method': 't.http_method',
  name: 't.entry_point',
}
/** Where facts have the values of all segments, or of the root. */
const VALUES: Readonly<Partial<Record<FilterText, string>>> = {
  'http.useragent': '$.ag',
  'http.clientip': '$.ip',
  user: '$.u[*]',
  type: '$.y',
  availabilityzone: '$.z[*]',
  'instance.id': '$.x[*]',
  'resource.arn': '$.ar[*]',
}
const CAUSES: Readonly<Record<CauseKind, string>> = { fault: 'f', error: 'e', responsetime: 't' }
const PARTS = { service: 's', entity: 'e', exception: 'x' } as const

/**
 * The condition on a trace t: null, and so neither true nor false, as long as what it asks for is not known of the trace.
 * What a trace does not say is equal to nothing: != holds there, every other comparison does not. Of an annotation, !=
 * needs the key and another value.
 */
export function traceFilterSql(filter: TraceFilter, add: AddParameter): string {
  switch (filter.kind) {
    case 'flag':
      return `(${FLAGS[filter.flag] ?? 'false'})`
    case 'and':
    case 'or':
      return `(${traceFilterSql(filter.left, add)} ${filter.kind} ${traceFilterSql(filter.right, add)})`
    case 'not':
      return `(not ${traceFilterSql(filter.inner, add)})`
    case 'number':
      return numberSql(filter, add)
    case 'text':
      return textSql(filter.field, filter.operator, filter.value, add)
    case 'exists':
      return existsSql(filter, add)
    case 'annotation':
      return pathSql(`$.k[*] ? (@.k == ${literal(filter.key)}${annotationPath(filter.test)})`, add)
    case 'service': {
      const found = () => pathSql(`$.s[*] ? (${servicePath('@', filter.service)})`, add)
      if (filter.inner === null) return filter.service.name === undefined ? found() : onceFound(found())
      return onceRead(pathSql(`$.s[*] ? (${servicePath('@', filter.service)} && ${filterPath(filter.inner)})`, add))
    }
    case 'edge': {
      const inner = filter.inner === null ? '' : ` && ${filterPath(filter.inner)}`
      const path = `$.c[*] ? (${servicePath('@.from', filter.from)} && ${servicePath('@.to', filter.to)}${inner})`
      return onceRead(pathSql(path, add))
    }
    case 'cause': {
      const inner = filter.inner === null ? '' : ` ? (${filterPath(filter.inner)})`
      return onceRead(pathSql(`$.rc.${CAUSES[filter.cause]}.${PARTS[filter.part]}[*]${inner}`, add))
    }
    case 'causeJson':
      return onceRead(causeJsonSql(filter, add))
  }
}

/** The condition that an index answers: what meets a filter meets this too. */
export function candidateSql(sets: CandidateTerms, add: AddParameter): string {
  const tests = sets.map((terms) => `t.terms && ${add([...new Set(terms)])}::int4[]`)
  // Traces of an earlier version have no terms until the worker has given them some: their columns are known.
  return `(${tests.join(' and ')} or t.terms is null)`
}

/** Not known before the documents are read: a summary names services alone. */
function onceRead(condition: string): string {
  return `(case when t.documents_revision is not null then ${condition} end)`
}

/** Known of what a summary names; a service that it does not name may go by another name in the documents. */
function onceFound(condition: string): string {
  return `(${condition} or case when t.documents_revision is not null then false end)`
}

function numberSql({ field, operator, value }: Of<'number'>, add: AddParameter): string {
  const column = field === 'http.status' ? 't.http_status' : field === 'duration' ? 't.duration_ms' : 't.response_ms'
  const place = `${add(field === 'http.status' ? value : value * 1000)}::float8`
  return operator === '!=' ? `(${column} is distinct from ${place})` : known(`${column} ${operator} ${place}`)
}

function textSql(field: FilterText, operator: FilterOperator, value: string, add: AddParameter): string {
  const column = COLUMNS[field]
  if (column !== undefined) return columnSql(column, operator, storableText(value), add)
  const of = VALUES[field]
  if (of === undefined) return 'false'
  const isUnequal = operator === '!='
  const found = pathSql(`${of} ? (${textPath('@', isUnequal ? '=' : operator, value)})`, add)
  const condition = isUnequal ? `(not ${found})` : found
  return field === 'type' ? onceRead(condition) : condition
}

function columnSql(column: string, operator: FilterOperator, value: string, add: AddParameter): string {
  const place = `${add(value)}::text`
  if (operator === '!=') return `(${column} is distinct from ${place})`
  if (operator === 'CONTAINS') return known(`strpos(${column}, ${place}) > 0`)
  if (operator === 'BEGINSWITH') return known(`starts_with(${column}, ${place})`)
  if (operator === 'ENDSWITH') return known(`right(${column}, length(${place})) = ${place}`)
  return known(`${column} = ${place}`)
}

function existsSql({ field }: Of<'exists'>, add: AddParameter): string {
  if (field === 'http.status') return '(t.http_status is not null)'
  if (field === 'duration') return '(t.duration_ms is not null)'
  if (field === 'responsetime') return '(t.response_ms is not null)'
  if (field === 'index' || field === 'coverage') return 'false'
  const column = COLUMNS[field]
  if (column !== undefined) return `(${column} is not null)`
  const found = pathSql(VALUES[field] ?? '$.none', add)
  return field === 'type' ? onceRead(found) : found
}

function annotationPath(test: AnnotationTest | null): string {
  if (test === null) return ''
  const { operator, value } = test
  if (typeof value === 'string') return ` && ${textPath('@.s', operator, value)}`
  const member = typeof value === 'number' ? '@.v' : '@.b'
  if (operator === '!=') return ` && !(${member} == ${value})`
  return ` && ${member} ${operator === '=' ? '==' : operator} ${value}`
}

/** A root cause that is one of those named, from the root to its end. */
function causeJsonSql({ cause, patterns }: Of<'causeJson'>, add: AddParameter): string {
  const kinds = cause === null ? Object.values(CAUSES) : [CAUSES[cause]]
  const tests = patterns.flatMap((services) => {
    const withEntities = services.every(({ entities }) => entities !== null)
    const text = literal(writeCausePath(services, withEntities))
    return kinds.map((kind) => pathSql(`$.rc.${kind}.${withEntities ? 'j' : 'w'}[*] ? (@ == ${text})`, add))
  })
  return `(${tests.join(' or ')})`
}

/** Not known of a trace of an earlier version that has no facts yet. */
export function pathSql(path: string, add: AddParameter): string {
  return `(case when t.facts is not null then coalesce(t.facts @? ${add(path)}::jsonpath, false) end)`
}

function known(condition: string): string {
  return `coalesce(${condition}, false)`
}
