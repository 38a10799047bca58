import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildTraceGraph } from '@/lib/domain/traces/build-trace-graph'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { readTraceFacts } from '@/lib/domain/traces/facts/read-trace-facts'
import { listFactTerms } from '@/lib/domain/traces/facts/terms'
import { toOtlp } from '@/lib/domain/traces/otlp/to-otlp'
import { parseSegment, parseSegments } from '@/lib/domain/traces/parse-segment'

const TRACE = '6880250e4fc5b1c42f7b40fc4801f9fd'
const TRACE_ID = '1-6880250e-4fc5b1c42f7b40fc4801f9fd'

/** A record's text: nanoseconds have to be written as numbers, which JSON.stringify cannot. */
function record(fields: object, startNs = '1753228558420999936', endNs: string | null = '1753228558460000000'): string {
  const text = JSON.stringify({ traceId: TRACE, spanId: '0a5d33388552b5f5', kind: 'SERVER', ...fields })
  return `${text.slice(0, -1)},"startTimeUnixNano":${startNs},"endTimeUnixNano":${endNs}}`
}

/** The call of API Gateway to a function, in the form that CloudWatch was seen to write. */
const GATEWAY_CALL = record({
  resource: {
    attributes: {
      'cloud.provider': 'aws',
      'service.name': 'appointment-service-gateway',
      'aws.api_gateway.stage': 'prod',
      'cloud.account.id': '111122223333',
      'cloud.resource_id': 'arn:aws:apigateway:us-east-1::/restapis/x/stages/prod',
      'cloud.platform': 'aws_api_gateway',
    },
  },
  parentSpanId: '30ed105a9aa5beb1',
  name: 'awslambda.Invoke',
  kind: 'CLIENT',
  attributes: {
    'aws.local.service': 'appointment-service-gateway',
    'telemetry.extended': 'true',
    'rpc.system': 'aws-api',
    'rpc.method': 'Invoke',
    'aws.remote.service': 'appointment-service-get',
    'aws.remote.operation': 'Invoke',
    'aws.span.kind': 'CLIENT',
    'aws.region': 'us-east-1',
    'aws.operation': 'Invoke',
    'aws.function_name': 'appointment-service-get',
    'http.method': 'GET',
    'http.status_code': 502,
    'http.response.status_code': 502,
  },
  status: { code: 'UNSET' },
  _aws: { xray: { name: 'awslambda', namespace: 'aws', type: 'subsegment' } },
})

describe('a span that X-Ray made of a subsegment', () => {
  it('is that subsegment', () => {
    expect(parseSegment(GATEWAY_CALL)).toMatchObject({
      id: '0a5d33388552b5f5',
      traceId: TRACE_ID,
      parentId: '30ed105a9aa5beb1',
      name: 'awslambda',
      kind: 'subsegment',
      namespace: 'aws',
      origin: null,
      startMs: 1753228558421,
      endMs: 1753228558460,
      inProgress: false,
      aws: { operation: 'Invoke', function_name: 'appointment-service-get', region: 'us-east-1' },
      http: { request: { method: 'GET' }, response: { status: 502 } },
      subsegments: [],
    })
  })

  it('failed if its status says so, whatever the code of HTTP', () => {
    expect(parseSegment(GATEWAY_CALL)).toMatchObject({ error: false, fault: false, throttle: false })
    const failed = (status: number) => ({
      attributes: { 'http.response.status_code': status },
      status: { code: 'ERROR' },
      _aws: { xray: { name: 'x', type: 'subsegment' } },
    })
    expect(parseSegment(record(failed(502)))).toMatchObject({ fault: true, error: false })
    expect(parseSegment(record(failed(401)))).toMatchObject({ fault: false, error: true, throttle: false })
    expect(parseSegment(record(failed(429)))).toMatchObject({ fault: false, error: true, throttle: true })
    expect(parseSegment(record(failed(200)))).toMatchObject({ fault: true, error: false })
  })

  it('has the annotations whose keys whoever instruments by hand names', () => {
    const attributes = { 'aws.xray.annotations': ['tier'], tier: 'gold', other: 1 }
    expect(parseSegment(record({ attributes }))).toMatchObject({ annotations: { tier: 'gold' } })
  })

  it('has its annotations by their keys and its exceptions from its events, or X-Ray’s cause', () => {
    const span = parseSegment(
      record({
        attributes: {
          'aws.xray.annotation_keys': ['orderId', 'gone'],
          orderId: 7,
          'aws.xray.metadata.order': '{"a":1}',
        },
        events: [
          { name: 'log', attributes: {} },
          {
            name: 'exception',
            timeUnixNano: 1,
            attributes: {
              'exception.type': 'KeyError',
              'exception.message': 'x',
              'exception.stacktrace': 'at h (f.py:1)',
            },
          },
        ],
        status: { code: 'ERROR' },
        _aws: { xray: { name: 'fn' } },
      }),
    )
    expect(span).toMatchObject({ annotations: { orderId: 7 }, metadata: { order: { a: 1 } }, fault: true })
    expect(span?.cause?.exceptions).toMatchObject([{ type: 'KeyError', message: 'x', stack: ['h (f.py:1)'] }])
    const caused = (cause: unknown) => parseSegment(record({ _aws: { xray: { name: 'x', cause } } }))?.cause
    expect(caused('e1')).toEqual({ exceptions: [], referenceId: 'e1' })
    expect(caused({ id: 'e1' })).toEqual({ exceptions: [], referenceId: 'e1' })
    expect(caused({ message: 'Unauthorized' })?.exceptions).toMatchObject([{ message: 'Unauthorized', type: null }])
  })

  it('runs while it has no end', () => {
    const running = { attributes: { 'aws.xray.inprogress': true } }
    expect(parseSegment(record(running, '1753228558421000000', null))).toMatchObject({ inProgress: true, endMs: null })
  })

  it('gives way to what was written when it had ended', () => {
    const [begun, ended] = [record({}, '1753228558421000000', null), record({}, '1753228558421000000')]
    for (const documents of [
      [begun, ended],
      [ended, begun],
    ]) {
      expect(buildTree(parseSegments(documents))).toMatchObject({ complete: true, durationMs: 39 })
    }
  })
})

describe('a span of OpenTelemetry', () => {
  const lambda = record({
    spanId: '2a22ad6d7aeb6ef2',
    name: 'app.lambda_handler',
    kind: 'SERVER',
    parentSpanId: '',
    resource: {
      attributes: {
        'service.name': 'recorder',
        'cloud.platform': 'aws_lambda',
        'cloud.resource_id': 'arn:aws:lambda:us-east-1:111122223333:function:recorder:live',
        'cloud.account.id': '111122223333',
      },
    },
    attributes: { 'faas.invocation_id': '63ea79ab-1c2d-4e3f-8a9b-0123456789ab' },
    status: { code: 'UNSET' },
  })
  const child = (spanId: string, kind: string, attributes: object, more: object = {}) =>
    record({ spanId, kind, name: 'x', parentSpanId: '2a22ad6d7aeb6ef2', attributes, ...more })

  it('is a segment when it entered a service, else part of one', () => {
    expect(parseSegment(lambda)).toMatchObject({
      kind: 'segment',
      parentId: null,
      name: 'recorder',
      origin: 'AWS::Lambda::Function',
      resourceArn: 'arn:aws:lambda:us-east-1:111122223333:function:recorder:live',
      aws: { account_id: '111122223333', request_id: '63ea79ab-1c2d-4e3f-8a9b-0123456789ab' },
    })
    expect(parseSegment(child('1111111111111111', 'INTERNAL', {}))).toMatchObject({
      kind: 'subsegment',
      namespace: null,
      name: 'x',
    })
  })

  it('names the services that it calls as X-Ray does', () => {
    const documents = [
      lambda,
      child('1111111111111111', 'CLIENT', {
        'rpc.system': 'aws-api',
        'rpc.method': 'PutItem',
        'aws.remote.service': 'AWS::DynamoDB',
        'aws.dynamodb.table_names': ['orders'],
        'db.system': 'dynamodb',
      }),
      child('2222222222222222', 'CLIENT', { 'server.address': 'api.bank.com', 'http.response.status_code': 503 }),
      child('3333333333333333', 'PRODUCER', {
        'rpc.system': 'aws-api',
        'aws.remote.service': 'AWS::SQS',
        'aws.sqs.queue.url': 'https://sqs.us-east-1.amazonaws.com/111122223333/emails',
      }),
      child('4444444444444444', 'CLIENT', {
        'db.system': 'postgresql',
        'db.statement': 'select 1',
        'aws.remote.service': 'shop',
      }),
    ]
    const { nodes } = buildTraceGraph([{ id: TRACE_ID, documents: parseSegments(documents) }])
    const names = nodes
      .filter(({ type }) => type !== 'client')
      .map(({ type, name, stats }) => `${type} ${name} ${stats.fault}`)
    expect(names.sort()).toEqual([
      'AWS::DynamoDB::Table orders 0',
      'AWS::Lambda::Function recorder 0',
      'AWS::SQS::Queue emails 0',
      'Database::SQL shop 0',
      'remote api.bank.com 1',
    ])
  })
})

describe('times', () => {
  it.each([
    ['1788030491849226974', 1788030491849.227],
    ['1788030491849226499', 1788030491849.226],
    ['1785830306082000128', 1785830306082],
    ['0', 0],
  ])('of %s nanoseconds are exact to the microsecond', (digits, ms) => {
    expect(parseSegment(record({}, digits))?.startMs).toBe(ms)
  })

  it('keep all their digits in the document', () => {
    expect(parseSegment(GATEWAY_CALL)?.document.startTimeUnixNano).toBe('1753228558420999936')
  })

  it('are left alone within text', () => {
    const name = '"startTimeUnixNano":1753228558420999936,'
    expect(parseSegment(record({ attributes: { 'aws.local.service': name } }))?.name).toBe(name)
  })
})

/** Names that every object has a value for, whatever is written into it. */
const INHERITED = ['constructor', 'toString', '__proto__', 'hasOwnProperty']

it('survives any JSON', () => {
  const word = fc.oneof(fc.constantFrom(...INHERITED), fc.string())
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), word, (value, other, text) => {
      const named = JSON.parse(`{${JSON.stringify(text)}:${JSON.stringify(value)}}`)
      const fields = {
        attributes: value,
        resource: { attributes: other },
        _aws: { xray: value },
        events: [other],
        links: [value],
      }
      const documents = [
        record(fields),
        record({ ...fields, attributes: { 'aws.x': value, 'http.status_code': other } }),
        record({ ...fields, kind: text, attributes: named, resource: { attributes: { 'cloud.platform': text } } }),
      ]
      for (const one of [...documents, JSON.stringify({ ...(value as object), spanId: '0a5d33388552b5f5' })]) {
        const segments = parseSegments([one])
        const { spans } = buildTree(segments)
        buildTraceGraph([{ id: TRACE_ID, documents: segments }])
        listFactTerms(readTraceFacts(segments, null))
        toOtlp(spans, TRACE_ID)
      }
    }),
    { numRuns: 500 },
  )
})

it.each(INHERITED)('takes %s for a name that it does not know', (name) => {
  const [segment] = parseSegments([record({ kind: name, resource: { attributes: { 'cloud.platform': name } } })])
  expect(segment?.origin).toBeNull()
  const { resourceSpans } = toOtlp(buildTree(segment ? [segment] : []).spans, TRACE_ID)
  expect(resourceSpans[0]?.scopeSpans[0]?.spans[0]?.kind).toBe(2)
  expect(listFactTerms(readTraceFacts(segment ? [segment] : [], null)).length).toBeGreaterThan(0)
})
