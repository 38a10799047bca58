import { describe, expect, it } from 'vitest'
import type { JsonObject } from '@/lib/domain/json-value'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { at, REQUEST_ID, sampleTrace } from '@/lib/domain/traces/sample-trace'
import { summariseTrace } from '@/lib/domain/traces/summarise-trace'

const summarise = (...documents: JsonObject[]) => summariseTrace(parseSegments(documents))
const done = (id: string, from: number, to: number, more: object = {}) => ({
  id,
  name: id,
  start_time: at(from),
  end_time: at(to),
  ...more,
})

describe('summariseTrace', () => {
  it('sums up a trace', () => {
    expect(summarise(...sampleTrace())).toEqual({
      startMs: at(0) * 1000,
      durationMs: 2500,
      responseMs: 2500,
      hasError: false,
      hasFault: false,
      hasThrottle: false,
      entryPoint: 'shop/Prod',
      httpMethod: 'POST',
      httpUrl: 'https://x/Prod/orders',
      httpStatus: 200,
      functions: ['orders-api'],
      requestIds: [REQUEST_ID],
      spanCount: 10,
      complete: true,
    })
  })

  it('takes error and fault from the root alone, throttle from any segment', () => {
    const child = done('b', 1, 2, { parent_id: 'a', error: true, fault: true, throttle: true })
    expect(summarise(done('a', 0, 9), child)).toMatchObject({ hasError: false, hasFault: false, hasThrottle: true })
    expect(summarise(done('a', 0, 9, { fault: true }), done('b', 1, 2, { parent_id: 'a' }))).toMatchObject({
      hasError: false,
      hasFault: true,
      hasThrottle: false,
    })
  })

  it('enters at the first segment that nobody called, not at a subsegment that lost its own', () => {
    const lost = done('lost', 0, 1, { type: 'subsegment', parent_id: 'gone', fault: true })
    expect(summarise(lost, done('later', 9, 10), done('first', 5, 6))).toMatchObject({
      entryPoint: 'first',
      hasFault: false,
      complete: false,
    })
  })

  it('tells the response of an asynchronous root from the duration of the trace', () => {
    expect(summarise(done('a', 0, 5), done('b', 2, 80, { parent_id: 'a' }))).toMatchObject({
      responseMs: 5,
      durationMs: 80,
    })
  })

  it('knows nothing of no documents', () => {
    expect(summarise()).toMatchObject({
      entryPoint: null,
      responseMs: null,
      durationMs: 0,
      functions: [],
      complete: false,
    })
  })
})
