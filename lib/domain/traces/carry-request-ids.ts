import { textOf } from '@/lib/domain/json-value'
import type { Span } from '@/lib/domain/traces/span'

type Placed = Pick<Span, 'id' | 'parentId' | 'kind' | 'origin' | 'namespace' | 'functionName' | 'aws'>
/** functionName: the one that it is for; null for whichever function runs below. */
type Carried = { requestId: string | null; functionName: string | null }

/**
 * The request ID of each span that stands for an invocation. X-Ray has it in the service's segment (AWS::Lambda) alone,
 * from which the function's own hangs, over an attempt or, where OpenTelemetry runs in the function, over X-Ray's segment
 * of it. A span of OpenTelemetry says it itself. Behind a call there is another invocation. spans: parents before children.
 */
export function carryRequestIds(spans: readonly Placed[]): Map<string, string> {
  const carried = new Map<string, Carried>()
  const found = new Map<string, string>()
  for (const span of spans) {
    const above = span.parentId === null ? undefined : carried.get(span.parentId)
    const own = carriedBy(span, above)
    if (own === undefined) continue
    carried.set(span.id, own)
    if (span.kind === 'segment' && own.requestId !== null) found.set(span.id, own.requestId)
  }
  return found
}

function carriedBy(span: Placed, above: Carried | undefined): Carried | undefined {
  const { kind, origin, namespace, functionName, aws } = span
  if (kind === 'inferred') return undefined
  if (kind === 'subsegment') return namespace === null ? above : undefined
  const requestId = textOf(aws?.request_id)
  if (origin === 'AWS::Lambda') return { requestId, functionName: null }
  if (origin !== 'AWS::Lambda::Function') return undefined
  const isForIt = above !== undefined && (above.functionName === null || above.functionName === functionName)
  return { requestId: requestId ?? (isForIt ? above.requestId : null), functionName }
}
