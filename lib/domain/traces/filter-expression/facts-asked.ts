import type { TraceFilter } from '@/lib/domain/traces/filter-expression/filter-tree'

/** Least first: columns of every trace, facts that X-Ray's summary tells too, or those of documents alone. */
const ORDER = ['columns', 'summary', 'documents'] as const
export type FactsAsked = (typeof ORDER)[number]

const OF_COLUMNS: readonly string[] = ['http.url', 'http.method', 'http.status', 'name', 'duration', 'responsetime']

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
      return filter.flag === 'inferred' ? 'documents' : 'columns'
    case 'number':
      return 'columns'
    case 'text':
    case 'exists':
      if (OF_COLUMNS.includes(filter.field)) return 'columns'
      return filter.field === 'type' ? 'documents' : 'summary'
    case 'annotation':
      return 'summary'
    case 'service':
      return filter.inner === null ? 'summary' : 'documents'
    case 'edge':
    case 'cause':
    case 'causeJson':
      return 'documents'
  }
}
