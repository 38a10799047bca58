import { objectOf, textOf } from '@/lib/domain/json-value'
import type { Span } from '@/lib/domain/traces/span'

/** What did the work, and what it did: the same words for the same call in every trace. */
export type Operation = { service: string; type: string; name: string; operation: string | null }

/** A list of spans with the segment that each belongs to. */
type Owned = Pick<Span, 'id' | 'parentId' | 'kind' | 'name' | 'type' | 'operation' | 'http'>

/**
 * The service and operation of each span by its ID. A subsegment belongs to the segment it lies in; its operation is the
 * AWS operation it called. Of a whole segment the operation is what was asked of it: an AWS operation or an HTTP method,
 * null where it says neither. spans: parents before children.
 */
export function operationsOf(spans: readonly Owned[]): Map<string, Operation> {
  const operations = new Map<string, Operation>()
  for (const { id, parentId, kind, name, type, operation, http } of spans) {
    const above = kind === 'subsegment' && parentId !== null ? operations.get(parentId) : undefined
    const method = textOf(objectOf(http?.request)?.method)
    operations.set(id, {
      service: above?.service ?? name,
      type: above?.type ?? type,
      name,
      operation: operation ?? (kind === 'subsegment' ? null : method),
    })
  }
  return operations
}
