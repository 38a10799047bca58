import { numberOf, objectOf, textOf } from '@/lib/domain/json-value'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { elapsedMs } from '@/lib/domain/traces/elapsed-ms'
import { rootOf } from '@/lib/domain/traces/root-of'
import type { Segment } from '@/lib/domain/traces/segment'

/** A trace as a row of a list. `functions` and `requestIds` are sorted and without repetition. */
export type TraceSummary = {
  startMs: number
  durationMs: number
  /** How long the root took: less than the duration when it only handed its work over. Null while it runs. */
  responseMs: number | null
  hasError: boolean
  hasFault: boolean
  hasThrottle: boolean
  entryPoint: string | null
  httpMethod: string | null
  httpUrl: string | null
  httpStatus: number | null
  functions: string[]
  requestIds: string[]
  spanCount: number
  complete: boolean
}

function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))].sort()
}

/**
 * Sums a trace up from its documents the way X-Ray does: error (4xx) and fault (5xx) are those of the root alone,
 * throttle is that of any segment. Follows TraceSummary of GetTraceSummaries.
 */
export function summariseTrace(documents: readonly Segment[]): TraceSummary {
  const { spans, startMs, durationMs, complete } = buildTree(documents)
  const root = rootOf(spans)
  const request = objectOf(root?.http?.request)
  const response = objectOf(root?.http?.response)
  return {
    startMs,
    durationMs,
    responseMs: root === null || root.endMs === null ? null : elapsedMs(root.startMs, root.endMs),
    hasError: root?.error ?? false,
    hasFault: root?.fault ?? false,
    hasThrottle: spans.some((span) => span.throttle && span.kind !== 'subsegment'),
    entryPoint: root?.name ?? null,
    httpMethod: textOf(request?.method),
    httpUrl: textOf(request?.url),
    httpStatus: numberOf(response?.status),
    functions: distinct(spans.map((span) => span.functionName)),
    requestIds: distinct(spans.map((span) => span.requestId)),
    spanCount: spans.length,
    complete,
  }
}
