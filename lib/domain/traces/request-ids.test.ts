import { describe, expect, it } from 'vitest'
import type { JsonObject } from '@/lib/domain/json-value'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { parseSegments } from '@/lib/domain/traces/parse-segment'

const [FIRST, SECOND] = ['63ea79ab-1c2d-4e3f-8a9b-000000000001', '63ea79ab-1c2d-4e3f-8a9b-000000000002']
const service = (id: string, parent: string | null, requestId: string, subsegments: object[] = []) => ({
  ...segment(id, parent, 'AWS::Lambda', subsegments),
  aws: { request_id: requestId },
})
const ran = (id: string, parent: string | null, name = 'fn', subsegments: object[] = []) => ({
  ...segment(id, parent, 'AWS::Lambda::Function', subsegments),
  name,
})
const segment = (id: string, parent: string | null, origin: string, subsegments: object[]) => ({
  ...{ id, name: 'fn', origin, start_time: 1, end_time: 2, subsegments },
  ...(parent === null ? {} : { parent_id: parent }),
})
const requestIds = (...documents: JsonObject[]) =>
  Object.fromEntries(buildTree(parseSegments(documents)).spans.map(({ id, requestId }) => [id, requestId]))

describe('the request ID of a function’s segment', () => {
  it('is that of the service’s segment above it', () => {
    expect(requestIds(service('s', null, FIRST), ran('f', 's'))).toEqual({ s: FIRST, f: FIRST })
  })

  it('is the same for every attempt', () => {
    const attempts = [
      { id: 't1', name: 'Attempt #1' },
      { id: 't2', name: 'Attempt #2' },
    ]
    const ids = requestIds(service('s', null, FIRST, attempts), ran('f1', 't1'), ran('f2', 't2'))
    expect(ids).toMatchObject({ f1: FIRST, f2: FIRST, t1: null })
  })

  it('is found by the span that OpenTelemetry makes below X-Ray’s segment of the same function', () => {
    expect(requestIds(service('s', null, FIRST), ran('f', 's'), ran('o', 'f'))).toMatchObject({ o: FIRST })
  })

  it('is said by a span of OpenTelemetry itself', () => {
    const span = {
      ...{ traceId: '0'.repeat(32), spanId: 'a'.repeat(16), name: 'handler', kind: 'SERVER' },
      ...{ startTimeUnixNano: 1, endTimeUnixNano: 2 },
      attributes: { 'faas.invocation_id': FIRST },
      resource: { attributes: { 'service.name': 'fn', 'cloud.platform': 'aws_lambda' } },
    }
    expect(requestIds(span)).toEqual({ ['a'.repeat(16)]: FIRST })
  })

  it('is not that of the function which called it, where the service’s segment is missing', () => {
    const call = { id: 'call', name: 'Lambda', namespace: 'aws', aws: { request_id: SECOND } }
    const caller = [service('s', null, FIRST), ran('f', 's', 'fn', [call])]
    expect(requestIds(...caller, ran('g', 'call'))).toMatchObject({ g: null, f: FIRST, call: null })
    expect(requestIds(...caller, ran('g', 'f', 'other'))).toMatchObject({ g: null })
    expect(requestIds(...caller, service('s2', 'call', SECOND), ran('g', 's2'))).toMatchObject({
      g: SECOND,
      s2: SECOND,
    })
  })

  it('is not known of a service that X-Ray inferred', () => {
    expect(requestIds({ ...service('s', null, FIRST), inferred: true })).toEqual({ s: null })
  })
})
