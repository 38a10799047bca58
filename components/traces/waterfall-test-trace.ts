import { buildTraceColumns } from '@/components/traces/build-trace-columns'
import { measureWaterfall } from '@/components/traces/measure-waterfall'
import type { Trace } from '@/components/traces/waterfall-state'
import type { Span } from '@/lib/contracts/traces'

/** Test data: a span of 10 ms that began with the trace, unless said otherwise. */
export function testSpan(id: string, parentId: string | null, depth: number, more: Partial<Span> = {}): Span {
  const marks = { inProgress: false, error: false, fault: false, throttle: false, critical: false }
  const nothing = { origin: null, operation: null, resource: null, functionName: null, requestId: null }
  return { id, parentId, name: id, kind: 'segment', startMs: 1000, endMs: 1010, depth, ...nothing, ...marks, ...more }
}

/** A trace of these spans that began at 1,000 ms. */
export function testTrace(spans: Span[], durationMs: number): Trace {
  const columns = buildTraceColumns({ startMs: 1000, durationMs, spans })
  return { columns, measures: measureWaterfall(columns) }
}
