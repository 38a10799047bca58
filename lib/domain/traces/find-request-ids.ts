import type { Placed } from '@/lib/domain/traces/place-segments'
import type { Segment } from '@/lib/domain/traces/segment'

type Lambda = Pick<Segment, 'kind' | 'origin' | 'inferred' | 'namespace'>
/** functionName: the one that it is for; null for whichever function runs below. */
type Carried = { requestId: string | null; functionName: string | null }

/**
 * The request ID of each placed segment that stands for an invocation, null for any other. X-Ray has it in the service's
 * segment (AWS::Lambda) alone, from which the function's own hangs, over an attempt or, where OpenTelemetry runs in the
 * function, over X-Ray's segment of it. A span of OpenTelemetry says it itself. Behind a call there is another invocation.
 */
export function findRequestIds<S extends Lambda>(
  placed: readonly Placed<S>[],
  toldBy: (segment: S) => Carried,
): (string | null)[] {
  const carried: (Carried | undefined)[] = []
  return placed.map(({ segment, parent }, at) => {
    const own = carriedBy(segment, carried[parent], toldBy)
    carried[at] = own
    return segment.kind === 'segment' && !segment.inferred ? (own?.requestId ?? null) : null
  })
}

function carriedBy<S extends Lambda>(
  segment: S,
  above: Carried | undefined,
  toldBy: (segment: S) => Carried,
): Carried | undefined {
  const { kind, origin, inferred, namespace } = segment
  if (inferred) return undefined
  if (kind === 'subsegment') return namespace === null ? above : undefined
  if (origin === 'AWS::Lambda') return { requestId: toldBy(segment).requestId, functionName: null }
  if (origin !== 'AWS::Lambda::Function') return undefined
  const { requestId, functionName } = toldBy(segment)
  const isForIt = above !== undefined && (above.functionName === null || above.functionName === functionName)
  return { requestId: requestId ?? (isForIt ? above.requestId : null), functionName }
}
