import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '@/lib/domain/json-value'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { findOtlpFaults, readOtlp } from '@/lib/domain/traces/otlp/read-otlp'
import { toOtlp } from '@/lib/domain/traces/otlp/to-otlp'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { at, SAMPLE_TRACE_ID, sampleTrace } from '@/lib/domain/traces/sample-trace'
import type { Span } from '@/lib/domain/traces/span'

const spansOf = (documents: readonly (string | JsonObject)[]) => buildTree(parseSegments(documents)).spans
const exportOf = (documents: readonly (string | JsonObject)[]) => toOtlp(spansOf(documents), SAMPLE_TRACE_ID)
const single = (fields: object) => {
  const document = { id: 'a000000000000001', name: 'fn', start_time: at(0), end_time: at(5), ...fields }
  return exportOf([document]).resourceSpans[0]?.scopeSpans[0]?.spans[0]
}
const attribute = (span: ReturnType<typeof single>, key: string) =>
  span?.attributes.find((one) => one.key === key)?.value

/** A segment with everything that a segment can say. */
const rich = {
  ...{ id: 'a000000000000001', name: 'orders', origin: 'AWS::Lambda::Function', start_time: at(1), end_time: at(5) },
  ...{ fault: true, annotations: { tier: 'gold', items: 3, ColdStart: true } },
  metadata: { default: { order: { id: 7 } }, note: 'seen' },
  http: { request: { method: 'POST', url: 'https://x/y' }, response: { status: 502, content_length: 12 } },
  aws: { function_arn: 'arn:aws:lambda:eu-west-1:1:function:orders', account_id: '111122223333', retries: 2 },
  links: [{ trace_id: SAMPLE_TRACE_ID, id: 'b000000000000001' }],
  cause: {
    exceptions: [
      { id: 'e1', type: 'TypeError', message: 'boom', cause: 'e2', stack: [{ path: 'i.js', line: 3, label: 'h' }] },
      { id: 'e2', type: 'Timeout', message: 'late', remote: true },
    ],
  },
  subsegments: [
    {
      ...{ id: 'a000000000000002', name: 'shop@db', namespace: 'remote', start_time: at(2), end_time: at(3) },
      sql: { database_type: 'PostgreSQL', sanitized_query: 'select ?', user: 'app', url: 'jdbc:x' },
    },
  ],
}

/** What a span says that OTLP can carry. */
function told(span: Span) {
  const { id, parentId, startMs, endMs, inProgress, namespace, operation, functionName } = span
  const { http, sql, annotations, metadata, links, exceptions } = span
  return {
    ...{ id, parentId, startMs, endMs, inProgress, namespace, operation, functionName },
    ...{ http, sql, annotations, metadata, links, exceptions },
  }
}

describe('toOtlp', () => {
  it('keeps the rules of OTLP/JSON', () => {
    expect(findOtlpFaults(exportOf(sampleTrace()))).toEqual([])
    expect(findOtlpFaults(exportOf([rich]))).toEqual([])
  })

  it.each([
    ['of a call through a gateway, a function, a table and a queue', sampleTrace()],
    ['of a segment that says all that it can', [rich]],
  ])('is read back to the same spans, for a trace %s', (_what, documents) => {
    const before = spansOf(documents).filter(({ inferred }) => !inferred)
    const again = spansOf(readOtlp(exportOf(documents)))
    const after = before.map(({ id }) => again.find((span) => span.id === id))
    expect(after.map((span) => span && told(span))).toEqual(before.map(told))
  })

  it('groups spans by the service whose segment they belong to', () => {
    const { resourceSpans } = exportOf(sampleTrace())
    const groups = resourceSpans.map(({ resource, scopeSpans }) => [
      resource.attributes.find(({ key }) => key === 'service.name')?.value,
      scopeSpans.flatMap(({ spans }) => spans.map(({ name }) => name)),
    ])
    expect(groups).toEqual([
      [{ stringValue: 'shop/Prod' }, ['shop/Prod', 'Lambda']],
      [{ stringValue: 'orders-api' }, ['orders-api']],
      [
        { stringValue: 'orders-api' },
        ['orders-api', 'Initialization', 'Invocation', 'DynamoDB', 'SQS', 'compute total'],
      ],
      [{ stringValue: 'orders' }, ['orders']],
    ])
  })

  it('writes IDs, times, kinds, status and exceptions as OTLP has them', () => {
    const span = single({ ...rich, subsegments: [], start_time: 1_764_000_000.123456, end_time: 1_764_000_001 })
    expect(span).toMatchObject({
      traceId: '6a507b870cc4438344b48ef127ab1931',
      spanId: 'a000000000000001',
      kind: 2,
      startTimeUnixNano: '1764000000123456000',
      endTimeUnixNano: '1764000001000000000',
      status: { code: 2, message: 'boom' },
      links: [{ traceId: '6a507b870cc4438344b48ef127ab1931', spanId: 'b000000000000001', attributes: [] }],
    })
    expect(span?.events.map(({ name, timeUnixNano }) => [name, timeUnixNano])).toEqual([
      ['exception', '1764000001000000000'],
      ['exception', '1764000001000000000'],
    ])
    expect(attribute(span, 'http.response.status_code')).toEqual({ intValue: '502' })
    expect(attribute(span, 'aws.xray.fault')).toEqual({ boolValue: true })
    expect(attribute(span, 'aws.xray.origin')).toEqual({ stringValue: 'AWS::Lambda::Function' })
  })

  it('ends a running span where it begins and says that it runs', () => {
    const span = single({ in_progress: true })
    expect(span?.endTimeUnixNano).toBe(span?.startTimeUnixNano)
    expect(attribute(span, 'aws.xray.inprogress')).toEqual({ boolValue: true })
  })

  it('keeps a parent that the trace lacks', () => {
    expect(single({ parent_id: 'f00000000000000f' })?.parentSpanId).toBe('f00000000000000f')
    expect(single({ parent_id: 'nonsense' })).not.toHaveProperty('parentSpanId')
  })

  it('keeps a record of aws/spans to the nanosecond, with its own attributes, events, links and scope', () => {
    const record = `{"traceId":"6a507b870cc4438344b48ef127ab1931","spanId":"a000000000000009","name":"GET /","kind":"CONSUMER",
      "startTimeUnixNano":1785331800758123457,"endTimeUnixNano":1785331800758123999,"status":{"code":"OK"},
      "attributes":{"n":1.5,"list":["a",1]},"events":[{"name":"tick","timeUnixNano":1785331800758123500,"attributes":{"k":"v"}}],
      "links":[{"traceId":"6a507b870cc4438344b48ef127ab1931","spanId":"b000000000000001","attributes":{"why":"batch"}}],
      "resource":{"attributes":{"service.name":"shop"}},"scope":{"name":"otel-http","version":"1.2"}}`
    const [group] = exportOf([record]).resourceSpans
    expect(group?.scopeSpans[0]?.scope).toEqual({ name: 'otel-http', version: '1.2' })
    expect(group?.scopeSpans[0]?.spans[0]).toEqual({
      traceId: '6a507b870cc4438344b48ef127ab1931',
      spanId: 'a000000000000009',
      name: 'GET /',
      kind: 5,
      startTimeUnixNano: '1785331800758123457',
      endTimeUnixNano: '1785331800758123999',
      attributes: [
        { key: 'n', value: { doubleValue: 1.5 } },
        { key: 'list', value: { arrayValue: { values: [{ stringValue: 'a' }, { intValue: '1' }] } } },
      ],
      events: [
        { name: 'tick', timeUnixNano: '1785331800758123500', attributes: [{ key: 'k', value: { stringValue: 'v' } }] },
      ],
      links: [
        {
          traceId: '6a507b870cc4438344b48ef127ab1931',
          spanId: 'b000000000000001',
          attributes: [{ key: 'why', value: { stringValue: 'batch' } }],
        },
      ],
      status: { code: 1 },
    })
  })

  it('gives a span the resource that it names itself, and metadata that X-Ray keeps beside its attributes', () => {
    const spanOf = (spanId: string, more: object) => ({
      ...{ spanId, name: spanId, startTimeUnixNano: '1764000000000000000', endTimeUnixNano: '1764000001000000000' },
      ...more,
    })
    const [shop, mail] = [{ 'service.name': 'shop', 'host.name': 'a' }, { 'host.name': 'b' }]
    const below = { parentSpanId: 'a000000000000001', kind: 'INTERNAL' }
    const { resourceSpans } = exportOf([
      spanOf('a000000000000001', { kind: 'SERVER', resource: { attributes: shop } }),
      spanOf('a000000000000002', { ...below, resource: { attributes: shop } }),
      spanOf('a000000000000003', { ...below, resource: { attributes: mail } }),
      spanOf('a000000000000004', {
        ...below,
        attributes: { k: 'v' },
        _aws: { xray: { metadata: { order: { id: 7 } } } },
      }),
    ])
    const told = resourceSpans.map(({ resource, scopeSpans }) => [
      Object.fromEntries(resource.attributes.map(({ key, value }) => [key, Object.values(value)[0]])),
      scopeSpans.flatMap(({ spans }) => spans.map(({ spanId }) => spanId.at(-1))),
    ])
    expect(told).toEqual([
      [shop, ['1', '2', '4']],
      [{ 'service.name': 'shop', ...mail }, ['3']],
    ])
    const last = resourceSpans[0]?.scopeSpans[0]?.spans.at(-1)
    expect(last?.attributes).toEqual([
      { key: 'aws.xray.metadata.order', value: { stringValue: '{"id":7}' } },
      { key: 'k', value: { stringValue: 'v' } },
    ])
  })

  it('keeps the rules for whatever documents hold', () => {
    const id = fc.oneof(fc.constantFrom('a', '0'.repeat(16), 'A'.repeat(16)), fc.string())
    const any = fc.jsonValue()
    const document = fc.record(
      {
        ...{ id, name: any, parent_id: fc.oneof(id, any), start_time: any, end_time: any, in_progress: any },
        ...{ http: any, aws: any, sql: any, cause: any, annotations: any, metadata: any, namespace: any },
        links: fc.array(fc.record({ trace_id: fc.constantFrom(SAMPLE_TRACE_ID, 'x'), id: any })),
        subsegments: fc.array(fc.record({ name: any, start_time: fc.double(), cause: any }, { requiredKeys: [] })),
      },
      { requiredKeys: ['id'] },
    )
    const span = fc.record(
      {
        ...{ spanId: fc.constantFrom('a'.repeat(16), 'b'.repeat(16)), name: any, kind: any, attributes: any },
        ...{ startTimeUnixNano: fc.oneof(any, fc.constant('1785331800758123457')), endTimeUnixNano: any },
        ...{ events: any, links: any, status: any, resource: any, scope: any, _aws: any },
      },
      { requiredKeys: ['spanId'] },
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(document, span)), (documents) => {
        const texts = documents.map((one) => JSON.stringify(one))
        const traces = exportOf(texts)
        expect(findOtlpFaults(JSON.parse(JSON.stringify(traces)))).toEqual([])
      }),
    )
  })
})
