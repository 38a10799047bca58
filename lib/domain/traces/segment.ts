import type { JsonObject } from '@/lib/domain/json-value'

export type SegmentException = {
  id: string | null
  type: string | null
  message: string | null
  remote: boolean
  /** The ID of the exception that led to this one. */
  causeId: string | null
  stack: string[]
}

/** Why a segment failed: its own exceptions, or the ID of one that another segment of the trace recorded. */
export type SegmentCause = { exceptions: SegmentException[]; referenceId: string | null }

/**
 * A segment or subsegment of X-Ray. What has the wrong type in its document is null here; `document` keeps everything
 * but the subsegments, as it came. Times are fractional epoch milliseconds.
 */
export type Segment = {
  id: string
  traceId: string | null
  parentId: string | null
  name: string
  origin: string | null
  namespace: string | null
  /** A document of type "subsegment" was sent on its own and belongs under its parent. */
  kind: 'segment' | 'subsegment'
  inferred: boolean
  startMs: number | null
  /** Null while in progress. */
  endMs: number | null
  inProgress: boolean
  error: boolean
  fault: boolean
  throttle: boolean
  cause: SegmentCause | null
  resourceArn: string | null
  http: JsonObject | null
  aws: JsonObject | null
  sql: JsonObject | null
  annotations: JsonObject
  metadata: JsonObject
  links: { traceId: string; id: string | null }[]
  subsegments: Segment[]
  document: JsonObject
}
