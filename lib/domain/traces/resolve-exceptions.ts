import type { IndexedSegment } from '@/lib/domain/traces/index-segments'
import type { Segment, SegmentException } from '@/lib/domain/traces/segment'

/** Nobody reads further down a chain of causes. */
const MOST_CAUSES = 100

/** All the exceptions of a trace by their ID. */
export function indexExceptions(index: ReadonlyMap<string, IndexedSegment>): Map<string, SegmentException> {
  const byId = new Map<string, SegmentException>()
  for (const { segment } of index.values()) {
    for (const exception of segment.cause?.exceptions ?? []) {
      if (exception.id !== null && !byId.has(exception.id)) byId.set(exception.id, exception)
    }
  }
  return byId
}

/**
 * The exceptions of a segment, the one thrown first, then what caused it. A cause that only names an exception is
 * looked up among those of the whole trace; one that is not found is left out.
 */
export function resolveExceptions(
  segment: Segment,
  byId: ReadonlyMap<string, SegmentException>,
): readonly SegmentException[] {
  const { cause } = segment
  if (cause === null) return []
  if (cause.referenceId === null) return cause.exceptions
  const chain: SegmentException[] = []
  let next = byId.get(cause.referenceId)
  while (next !== undefined && chain.length < MOST_CAUSES && !chain.includes(next)) {
    chain.push(next)
    next = next.causeId === null ? undefined : byId.get(next.causeId)
  }
  return chain
}
