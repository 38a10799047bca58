import type { OutlinedSpan } from '@/lib/domain/traces/outline-trace'

type TestSpan = OutlinedSpan & { critical: boolean }

/** Test data: a span of 10 ms that began with the trace, unless said otherwise. */
export function testSpan(id: string, parentId: string | null, depth: number, more: Partial<TestSpan> = {}): TestSpan {
  const marks = { inProgress: false, error: false, fault: false, throttle: false, critical: false }
  const nothing = { origin: null, operation: null, resource: null, functionName: null, requestId: null }
  return { id, parentId, name: id, kind: 'segment', startMs: 1000, endMs: 1010, depth, ...nothing, ...marks, ...more }
}
