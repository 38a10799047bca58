import { buildTraceColumns } from '@/lib/domain/traces/build-trace-columns'
import { criticalPath } from '@/lib/domain/traces/critical-path'
import type { OutlinedSpan, TraceOutline } from '@/lib/domain/traces/outline-trace'
import { type PackedColumns, packTraceColumns } from '@/lib/domain/traces/pack-trace-columns'

/** Where a trace names a request: the span, and what tells it from others of the same request. */
export type TracedRequest = Pick<OutlinedSpan, 'functionName' | 'origin' | 'startMs'> & {
  spanId: string
  requestId: string
}

/** All that the waterfall draws of a trace, as it is sent. entry: the name of the first span; requests: of spans that name one, in the order of the spans. */
export type PackedOutline = Pick<TraceOutline, 'startMs' | 'durationMs' | 'complete'> & {
  entry: string | null
  columns: PackedColumns
  requests: TracedRequest[]
}

/** What is drawn of an outline, its critical path marked. */
export function packOutline({ spans, startMs, durationMs, complete }: TraceOutline): PackedOutline {
  const critical = criticalPath(spans)
  const marked = spans.map((span, at) => ({ ...span, critical: critical.has(at) }))
  const columns = packTraceColumns(buildTraceColumns({ spans: marked, startMs, durationMs }))
  return { startMs, durationMs, complete, entry: spans[0]?.name ?? null, columns, requests: listRequests(spans) }
}

/** Of spans that name a request, in their order. */
export function listRequests(spans: readonly OutlinedSpan[]): TracedRequest[] {
  return spans.flatMap(({ id, requestId, functionName, origin, startMs }) =>
    requestId === null ? [] : [{ spanId: id, requestId, functionName, origin, startMs }],
  )
}
