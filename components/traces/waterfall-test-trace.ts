import { measureWaterfall } from '@/components/traces/measure-waterfall'
import type { Trace } from '@/components/traces/waterfall-state'
import { buildTraceColumns } from '@/lib/domain/traces/build-trace-columns'
import type { testSpan } from '@/lib/domain/traces/test-span'

/** Test data: a trace of these spans that began at 1,000 ms. */
export function testTrace(spans: ReturnType<typeof testSpan>[], durationMs: number): Trace {
  const columns = buildTraceColumns({ startMs: 1000, durationMs, spans })
  return { columns, measures: measureWaterfall(columns) }
}
