import type { JsonObject } from '@/lib/domain/json-value'
import type { Segment, SegmentException } from '@/lib/domain/traces/segment'

/** One row of a trace: a segment, a subsegment, or a service that X-Ray inferred from its caller. Times as in Segment. */
export type Span = {
  id: string
  /** The span it hangs from; null for a root and where the parent is not part of the trace. */
  parentId: string | null
  name: string
  origin: string | null
  kind: 'segment' | 'subsegment' | 'inferred'
  namespace: string | null
  /** What it is in AWS's words (AWS::Lambda::Function, AWS::DynamoDB::Table, remote), "local" within a service. */
  type: string
  startMs: number
  endMs: number | null
  inProgress: boolean
  error: boolean
  fault: boolean
  throttle: boolean
  depth: number
  operation: string | null
  resource: string | null
  functionName: string | null
  qualifier: string | null
  /** The request ID of the invocation, on both segments of a function. */
  requestId: string | null
  inferred: boolean
  http: JsonObject | null
  sql: JsonObject | null
  aws: JsonObject | null
  annotations: JsonObject
  metadata: JsonObject
  exceptions: readonly SegmentException[]
  links: Segment['links']
  document: JsonObject
}
