import { describe, expect, it } from 'vitest'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { SAMPLE_TRACE_ID, sampleTrace } from '@/lib/domain/traces/sample-trace'
import { toXray } from '@/lib/domain/traces/to-xray'

const stored = (texts: string[]) => toXray({ id: SAMPLE_TRACE_ID, durationMs: 2500, limitExceeded: false, texts })

describe('toXray', () => {
  it('answers as BatchGetTraces does, documents to the letter', () => {
    const texts = sampleTrace().map((document) => JSON.stringify(document, null, 1))
    const [trace] = stored(texts).Traces
    expect(trace).toMatchObject({ Id: SAMPLE_TRACE_ID, Duration: 2.5, LimitExceeded: false })
    expect(trace?.Segments.map(({ Document }) => Document)).toEqual(texts)
    expect(trace?.Segments.map(({ Id }) => Id)).toEqual(sampleTrace().map(({ id }) => id))
  })

  it('leaves a segment as it came that happens to have the ID of a span too', () => {
    const text = JSON.stringify({
      id: 'a',
      name: 'fn',
      start_time: 1,
      spanId: 'b',
      subsegments: [{ id: 'c', name: 'x' }],
    })
    expect(stored([text]).Traces[0]?.Segments).toEqual([{ Id: 'a', Document: text }])
  })

  it('leaves in what cannot be read', () => {
    expect(stored(['{"a":'])).toMatchObject({ Traces: [{ Segments: [{ Id: '', Document: '{"a":' }] }] })
  })

  it('writes spans of Transaction Search as segment documents that say the same', () => {
    const text = JSON.stringify({
      ...{ traceId: SAMPLE_TRACE_ID, spanId: 'a000000000000001', parentSpanId: 'b000000000000001', name: 'call' },
      ...{ kind: 'CLIENT', startTimeUnixNano: '1764000000000000000', endTimeUnixNano: '1764000001500000000' },
      attributes: {
        ...{ 'rpc.system': 'aws-api', 'rpc.method': 'PutItem', 'aws.remote.service': 'AWS::DynamoDB' },
        ...{ 'aws.table_name': 'orders', 'http.response.status_code': 400, tier: 'gold' },
        'aws.xray.annotation_keys': ['tier'],
      },
      status: { code: 'ERROR' },
      events: [
        {
          name: 'exception',
          attributes: {
            'exception.type': 'E',
            'exception.message': 'no',
            'exception.stacktrace': '  at f (a.js:1)\nat g',
          },
        },
      ],
      links: [{ traceId: SAMPLE_TRACE_ID, spanId: 'c000000000000001' }],
    })
    const written = stored([text]).Traces[0]?.Segments.map(({ Document }) => Document) ?? []
    expect(JSON.parse(written[0] ?? '')).toMatchObject({
      id: 'a000000000000001',
      start_time: 1_764_000_000,
      type: 'subsegment',
    })
    const said = (texts: string[]) => buildTree(parseSegments(texts)).spans.map(({ document: _, ...span }) => span)
    expect(said(written)).toEqual(said([text]))
  })
})
