import { expect, it } from 'vitest'
import { toJaegerTrace } from '@/bench/trace-page/jaeger/to-jaeger-trace'
import { makeTrace } from '@/bench/trace-page/make-trace'

const TRACE_ID = '1-5f84c7a5-0123456789abcdef01234567'
const START_MS = 1_700_000_000_000
const SPANS = 1_000

const trace = toJaegerTrace(TRACE_ID, makeTrace({ traceId: TRACE_ID, spans: SPANS, startMs: START_MS }))

it('has as many spans as the trace was made of, each once', () => {
  expect(trace.spans).toHaveLength(SPANS)
  expect(new Set(trace.spans.map(({ spanID }) => spanID)).size).toBe(SPANS)
})

it('is one tree: one root, and every other span names a span of the trace above it', () => {
  const seen = new Set<string>()
  for (const { traceID, spanID, references } of trace.spans) {
    expect(references.every((one) => one.traceID === traceID && seen.has(one.spanID))).toBe(true)
    seen.add(spanID)
  }
  expect(trace.spans.filter(({ references }) => references.length !== 1)).toMatchObject([
    { traceID: '5f84c7a50123456789abcdef01234567', operationName: 'shop/Prod', references: [] },
  ])
})

it('counts whole microseconds', () => {
  expect(trace.spans[0]?.startTime).toBe(START_MS * 1000)
  for (const { startTime, duration } of trace.spans) {
    expect(Number.isInteger(startTime) && Number.isInteger(duration) && duration > 0).toBe(true)
  }
})

it('converts times, tags and an exception of a span', () => {
  const [span] = toJaegerTrace(TRACE_ID, [
    {
      ...{ id: '00000000000000aa', trace_id: TRACE_ID, name: 'orders', origin: 'AWS::Lambda::Function' },
      ...{ start_time: 1_700_000_000.0015, end_time: 1_700_000_000.25, fault: true },
      annotations: { tenant: 'a', items: 3, cold: false },
      cause: {
        exceptions: [{ id: 'e', type: 'Timeout', message: 'late', stack: [{ path: 'a.js', line: 4, label: 'run' }] }],
      },
    },
  ]).spans
  expect(span).toMatchObject({ startTime: 1_700_000_000_001_500, duration: 248_500, processID: 'p1' })
  expect(span?.tags).toEqual([
    { key: 'tenant', type: 'string', value: 'a' },
    { key: 'items', type: 'float64', value: 3 },
    { key: 'cold', type: 'bool', value: false },
    { key: 'error', type: 'bool', value: true },
  ])
  expect(span?.logs).toMatchObject([
    {
      timestamp: 1_700_000_000_250_000,
      fields: [{ value: 'exception' }, { value: 'Timeout' }, { value: 'late' }, { value: 'run (a.js:4)' }],
    },
  ])
})

it('puts what a function calls into the process of that function', () => {
  const services = new Set(Object.values(trace.processes).map(({ serviceName }) => serviceName))
  expect(services).toContain('service-00')
  expect(services).not.toContain('DynamoDB')
  const call = trace.spans.find(({ operationName }) => operationName.startsWith('DynamoDB '))
  expect(trace.processes[call?.processID ?? '']?.serviceName).toMatch(/^service-\d\d$/)
})
