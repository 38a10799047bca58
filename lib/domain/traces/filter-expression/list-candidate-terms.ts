import { writeCausePath } from '@/lib/domain/traces/facts/cause-facts'
import { LONGEST_VALUE } from '@/lib/domain/traces/facts/kept-text'
import {
  LAST_BUCKET,
  LAST_CLASS,
  numberBucket,
  OTHER_CLASS,
  statusClass,
  termOf,
  timeBucket,
  wordsOf,
} from '@/lib/domain/traces/facts/terms'
import { agree, either, oneOf, type Sets } from '@/lib/domain/traces/filter-expression/candidate-sets'
import { ORDERS } from '@/lib/domain/traces/filter-expression/filter-keywords'
import type {
  CauseKind,
  FilterOperator,
  ServicePattern,
  TraceFilter,
} from '@/lib/domain/traces/filter-expression/filter-tree'

/** Sets of terms: a trace that meets the filter has one of each set at least. None: any trace may meet it. */
export type CandidateTerms = readonly (readonly number[])[]

const ANY: Sets = []
/** What most traces meet leaves out little, and an index takes long to answer it: of a scale from its beginning, and in all. */
const MOST_STRETCHES = { fromFirst: 8, inAll: LAST_BUCKET - 8 }

/** The terms by which traces that may meet a filter are found in an index. */
export function listCandidateTerms(filter: TraceFilter): CandidateTerms {
  return agree(listSets(filter, false))
    .filter(({ terms, range }) => {
      if (range === undefined) return true
      const isFromFirst = terms.includes(termOf(range, 0))
      return terms.length <= MOST_STRETCHES[isFromFirst ? 'fromFirst' : 'inAll']
    })
    .map(({ terms }) => terms)
}

function listSets(filter: TraceFilter, isNegated: boolean): Sets {
  switch (filter.kind) {
    case 'not':
      return listSets(filter.inner, !isNegated)
    case 'and':
    case 'or': {
      const sides = [filter.left, filter.right].map((side) => listSets(side, isNegated))
      const [left = ANY, right = ANY] = sides
      return (filter.kind === 'and') !== isNegated ? [...left, ...right] : either(left, right)
    }
    case 'flag':
      return ofFlag(filter.flag, isNegated)
    default:
      return isNegated ? ofNegated(filter) : ofCondition(filter)
  }
}

function ofFlag(flag: string, isNegated: boolean): Sets {
  if (flag === 'ok') return isNegated ? oneOf(...['error', 'fault', 'root throttle'].map((term) => termOf(term))) : ANY
  return isNegated ? ANY : oneOf(termOf(flag))
}

/** != and ! together ask for the value itself. */
function ofNegated(filter: TraceFilter): Sets {
  const isUnequal = (filter.kind === 'number' || filter.kind === 'text') && filter.operator === '!='
  return isUnequal ? ofCondition({ ...filter, operator: '=' }) : ANY
}

function ofCondition(filter: TraceFilter): Sets {
  switch (filter.kind) {
    case 'number':
      return filter.field === 'http.status'
        ? ofStatus(['http.status'], filter.operator, filter.value)
        : ofTime([filter.field], filter.operator, filter.value)
    case 'text':
      return ofText(filter.field, filter.operator, filter.value)
    case 'exists':
      return isTime(filter.field) ? ANY : oneOf(termOf(filter.field))
    case 'annotation':
      return ofAnnotation(filter)
    case 'service':
      return ofService(filter.service, filter.inner)
    case 'edge':
      return ofEdge(filter.from, filter.to, filter.inner)
    case 'cause':
      return [...oneOf(termOf('cause', filter.cause)), ...ofCausePart(filter.cause, filter.part, filter.inner)]
    case 'causeJson':
      return ofCauseJson(filter)
    default:
      return ANY
  }
}

/** Nearly every trace has one. */
function isTime(field: string): boolean {
  return field === 'duration' || field === 'responsetime'
}

/** Status codes by their hundreds, but for one alone of a whole trace. */
function ofStatus(of: readonly string[], operator: FilterOperator, value: number): Sets {
  if (operator === '=') return oneOf(of.length === 1 ? termOf(...of, value) : termOf(...of, statusClass(value)))
  const first = Math.floor(value / 100)
  // Nothing forbids statuses that are none of HTTP: they stand in a class of their own.
  if (!operator.startsWith('>') || first < 1) return ANY
  const classes = Array.from({ length: Math.max(0, LAST_CLASS - first) }, (_, at) => `${first + at}xx`)
  return oneOf(...[...classes, OTHER_CLASS].map((one) => termOf(...of, one)))
}

/** A trace, and a segment, has one time of a kind; several segments of a service have several. */
function ofTime(of: readonly string[], operator: FilterOperator, seconds: number): Sets {
  const bucket = timeBucket(seconds * 1000)
  const stretches = (from: number, to: number): Sets => {
    return [
      { terms: Array.from({ length: to - from + 1 }, (_, at) => termOf(...of, from + at)), range: of.join('\u0001') },
    ]
  }
  if (operator === '=') return stretches(bucket, bucket)
  if (operator === '!=') return ANY
  // Every time is at least nothing.
  if (operator.startsWith('>')) return bucket === 0 ? ANY : stretches(bucket, LAST_BUCKET)
  return stretches(0, bucket)
}

function ofText(field: string, operator: FilterOperator, value: string): Sets {
  if (operator === '!=') return ANY
  if (operator === '=') return value.length >= LONGEST_VALUE ? oneOf(termOf(field)) : oneOf(termOf(field, value))
  if (field !== 'http.url') return oneOf(termOf(field))
  const words = wholeWords(value, operator)
  return words.length === 0
    ? oneOf(termOf(field))
    : words.flatMap((word) => oneOf(termOf('http.url word', word), termOf('http.url words', 'many')))
}

/** The words that must stand whole where a text contains this one: those that neither end of it may cut. */
function wholeWords(value: string, operator: FilterOperator): string[] {
  const words = wordsOf(value)
  const opens = operator !== 'BEGINSWITH' && /^[\p{L}\p{N}]/u.test(value)
  const ends = operator !== 'ENDSWITH' && /[\p{L}\p{N}]$/u.test(value)
  return words.slice(opens ? 1 : 0, ends ? -1 : undefined)
}

function ofAnnotation({ key, test }: Extract<TraceFilter, { kind: 'annotation' }>): Sets {
  if (test !== null && typeof test.value === 'number' && ORDERS.includes(test.operator)) {
    const bucket = numberBucket(test.value)
    const [from, to] = test.operator.startsWith('>') ? [bucket, LAST_BUCKET] : [-LAST_BUCKET, bucket]
    return oneOf(...Array.from({ length: to - from + 1 }, (_, at) => termOf('annotation', key, 'about', from + at)))
  }
  if (test === null || test.operator !== '=') return oneOf(termOf('annotation', key))
  const { value } = test
  if (typeof value === 'string' && value.length >= LONGEST_VALUE) return oneOf(termOf('annotation', key))
  return oneOf(termOf('annotation', key, typeof value === 'string' ? `"${value}` : `${value}`))
}

function ofService({ name, type }: ServicePattern, inner: TraceFilter | null): Sets {
  const of = ['service', name ?? '']
  const named = name === undefined ? [] : oneOf(termOf(...of))
  const typed =
    type === undefined
      ? []
      : oneOf(name === undefined ? termOf('type of service', type) : termOf('service type', name, type))
  return [...named, ...typed, ...withinBlock(of, inner)]
}

function ofEdge(from: ServicePattern, to: ServicePattern, inner: TraceFilter | null): Sets {
  if (from.name === undefined || to.name === undefined) return ANY
  const of = ['edge', from.name, to.name]
  return [...oneOf(termOf(...of)), ...withinBlock(of, inner)]
}

/** What is said within braces is said of one segment or call: of others, there is other. */
function withinBlock(of: readonly string[], inner: TraceFilter | null): Sets {
  return inner === null ? ANY : agree(within(of, inner)).map(({ terms }) => ({ terms }))
}

/** What one segment or call has to meet. What is said of it negated finds nothing. */
function within(of: readonly string[], filter: TraceFilter): Sets {
  switch (filter.kind) {
    case 'and':
      return [...within(of, filter.left), ...within(of, filter.right)]
    case 'or':
      return either(within(of, filter.left), within(of, filter.right))
    case 'not':
      return filter.inner.kind === 'flag' && filter.inner.flag === 'ok'
        ? oneOf(...['error', 'fault', 'throttle'].map((flag) => termOf(...of, flag)))
        : ANY
    case 'flag':
      return ['error', 'fault', 'throttle', 'partial'].includes(filter.flag) ? oneOf(termOf(...of, filter.flag)) : ANY
    case 'number':
      return filter.field === 'http.status'
        ? ofStatus(of, filter.operator, filter.value)
        : ofTime(of, filter.operator, filter.value)
    default:
      return ANY
  }
}

function ofCausePart(cause: CauseKind, part: string, inner: TraceFilter | null): Sets {
  if (inner?.kind === 'and') return [...ofCausePart(cause, part, inner.left), ...ofCausePart(cause, part, inner.right)]
  if (inner?.kind !== 'text' || inner.operator !== '=' || inner.value.length >= LONGEST_VALUE) return ANY
  if (inner.field === 'name') return oneOf(termOf('cause', cause, part, inner.value))
  return inner.field === 'message' ? oneOf(termOf('cause', cause, 'message', inner.value)) : ANY
}

function ofCauseJson({ cause, patterns }: Extract<TraceFilter, { kind: 'causeJson' }>): Sets {
  const kinds: readonly CauseKind[] = cause === null ? ['fault', 'error', 'responsetime'] : [cause]
  const paths = patterns.map((services) => writeCausePath(services, false))
  if (paths.some((path) => path.length >= LONGEST_VALUE)) return oneOf(...kinds.map((kind) => termOf('cause', kind)))
  return oneOf(...kinds.flatMap((kind) => paths.map((path) => termOf('cause', kind, 'path', path))))
}
