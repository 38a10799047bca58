import type { TraceFilter } from '@/lib/domain/traces/filter-expression/filter-tree'

/** Least first: columns of every trace, what documents tell of the trace as a whole, or lists that may be cut short. */
const ORDER = ['columns', 'whole', 'lists'] as const
export type FactsAsked = (typeof ORDER)[number]

const OF_COLUMNS: readonly string[] = ['http.url', 'http.method', 'http.status', 'name', 'duration', 'responsetime']
const OF_WHOLE: readonly string[] = ['type', 'http.useragent', 'http.clientip']

/** What has to be known of a trace before it can be held against a filter. */
export function factsAsked(filter: TraceFilter): FactsAsked {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const [left, right] = [factsAsked(filter.left), factsAsked(filter.right)]
      return ORDER.indexOf(left) > ORDER.indexOf(right) ? left : right
    }
    case 'not':
      return factsAsked(filter.inner)
    case 'flag':
      return ['ok', 'partial', 'inferred'].includes(filter.flag) ? 'whole' : 'columns'
    case 'number':
      return 'columns'
    case 'text':
    case 'exists':
      if (OF_COLUMNS.includes(filter.field)) return 'columns'
      return OF_WHOLE.includes(filter.field) ? 'whole' : 'lists'
    case 'annotation':
    case 'service':
    case 'edge':
      return 'lists'
    case 'cause':
    case 'causeJson':
      return 'whole'
  }
}
