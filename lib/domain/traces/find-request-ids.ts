import type { Placed } from '@/lib/domain/traces/place-segments'
import type { Segment } from '@/lib/domain/traces/segment'

type Lambda = Pick<Segment, 'kind' | 'origin' | 'inferred'>

/**
 * The request ID of each placed segment of a function, null for any other. Only the service's segment (AWS::Lambda) has
 * it: the function's own segment, which hangs from it with or without subsegments between, takes it from there.
 */
export function findRequestIds<S extends Lambda>(
  placed: readonly Placed<S>[],
  ownOf: (segment: S) => string | null,
): (string | null)[] {
  // What the segments below each place inherit; those of a function do not pass it on.
  const passed: (string | null)[] = []
  return placed.map(({ segment, parent }, at) => {
    const inherited = passed[parent] ?? null
    const { kind, origin, inferred } = segment
    const own = origin === 'AWS::Lambda' ? ownOf(segment) : null
    passed[at] = origin === 'AWS::Lambda' ? own : kind === 'subsegment' ? inherited : null
    if (inferred) return null
    return origin === 'AWS::Lambda::Function' ? inherited : own
  })
}
