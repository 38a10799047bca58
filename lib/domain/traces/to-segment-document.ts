import type { JsonObject } from '@/lib/domain/json-value'
import type { Segment } from '@/lib/domain/traces/segment'

/**
 * A segment document, as BatchGetTraces answers them, for a span of Transaction Search, of which X-Ray keeps none. Follows
 * "X-Ray segment documents". What it does not say is left out.
 */
export function toSegmentDocument(segment: Segment): JsonObject {
  const { cause, endMs, startMs } = segment
  const document = {
    id: segment.id,
    name: segment.name,
    ...(startMs === null ? {} : { start_time: startMs / 1000 }),
    ...(endMs === null ? { in_progress: true } : { end_time: endMs / 1000 }),
    ...present({ trace_id: segment.traceId, parent_id: segment.parentId, origin: segment.origin }),
    ...(segment.kind === 'subsegment' ? { type: 'subsegment' } : {}),
    ...present({ namespace: segment.namespace, resource_arn: segment.resourceArn, cause: causeOf(cause) }),
    ...present({ http: segment.http, aws: segment.aws, sql: segment.sql }),
    ...flagged({ error: segment.error, fault: segment.fault, throttle: segment.throttle, inferred: segment.inferred }),
    ...filled({ annotations: segment.annotations, metadata: segment.metadata }),
    ...(segment.links.length === 0
      ? {}
      : { links: segment.links.map(({ traceId, id }) => present({ trace_id: traceId, id })) }),
  }
  return document
}

function present(fields: Record<string, unknown>): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}

function flagged(flags: Record<string, boolean>): JsonObject {
  return Object.fromEntries(Object.entries(flags).filter(([, set]) => set))
}

function filled(records: Record<string, JsonObject>): JsonObject {
  return Object.fromEntries(Object.entries(records).filter(([, record]) => Object.keys(record).length > 0))
}

/** Frames of a span's stack are whole lines, which X-Ray's frames have under their label. */
function causeOf(cause: Segment['cause']): unknown {
  if (cause === null) return null
  if (cause.referenceId !== null) return cause.referenceId
  return {
    exceptions: cause.exceptions.map(({ id, type, message, remote, causeId, stack }) => ({
      ...present({ id, type, message, cause: causeId }),
      ...flagged({ remote }),
      ...(stack.length === 0 ? {} : { stack: stack.map((label) => ({ label })) }),
    })),
  }
}
