import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '@/lib/domain/json-value'
import { buildTraceGraph } from '@/lib/domain/traces/build-trace-graph'
import { outcomeOf, StatsTally } from '@/lib/domain/traces/graph-stats'
import { layoutGraph } from '@/lib/domain/traces/layout-graph'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { at, SAMPLE_TRACE_ID, sampleConsumer, sampleTrace } from '@/lib/domain/traces/sample-trace'

const OWN = '111122223333'
const trace = (documents: JsonObject[], id = SAMPLE_TRACE_ID) => ({ id, documents: parseSegments(documents) })
const graphOf = (...traces: JsonObject[][]) =>
  buildTraceGraph(
    traces.map((documents, index) => trace(documents, index === 0 ? SAMPLE_TRACE_ID : `trace-${index}`)),
    OWN,
  )
const short = (id: string) => id.replace(`|${OWN}|`, ' ').replace('||', ' ')
const drawn = (graph: ReturnType<typeof buildTraceGraph>) =>
  graph.edges.map(({ from, to, kind }) => `${short(from)} ${kind === 'call' ? '→' : '⇢'} ${short(to)}`).sort()
const done = (id: string, from: number, to: number, more: object = {}) => ({
  id,
  name: id,
  start_time: at(from),
  end_time: at(to),
  ...more,
})
const call = (id: string, name: string, aws: object, more: object = {}) =>
  done(id, 1, 2, { name, namespace: 'aws', aws, ...more })

describe('buildTraceGraph', () => {
  it('draws the services of a trace and who called whom', () => {
    expect(drawn(graphOf(sampleTrace()))).toEqual([
      'AWS::ApiGateway::Stage shop/Prod → AWS::Lambda orders-api',
      'AWS::Lambda orders-api → AWS::Lambda::Function orders-api',
      'AWS::Lambda::Function orders-api → AWS::DynamoDB::Table orders',
      'AWS::Lambda::Function orders-api → AWS::SQS::Queue emails',
      'client shop/Prod → AWS::ApiGateway::Stage shop/Prod',
    ])
  })

  it('counts a node by its own segment and an edge by what the caller saw', () => {
    const { nodes, edges } = graphOf(sampleTrace())
    const lambda = nodes.find((node) => node.type === 'AWS::Lambda')
    const toLambda = edges.find((edge) => edge.to === lambda?.id)
    const toFunction = edges.find((edge) => edge.from === lambda?.id)
    expect(lambda).toMatchObject({ accountId: OWN, root: false, stats: { count: 1, ok: 1, p50Ms: 2470 } })
    expect(toLambda?.stats).toMatchObject({ count: 1, p50Ms: 2485 })
    expect(toFunction?.stats).toMatchObject({ count: 1, p50Ms: 2170 })
    expect(nodes.find((node) => node.type === 'AWS::ApiGateway::Stage')).toMatchObject({ root: true })
    expect(nodes.find((node) => node.type === 'AWS::SQS::Queue')?.stats).toEqual({
      count: 1,
      ok: 0,
      error: 0,
      throttle: 1,
      fault: 0,
      p50Ms: 20,
      p95Ms: 20,
    })
  })

  it('adds up traces of the same services', () => {
    const { nodes } = graphOf(sampleTrace(), sampleTrace(), sampleTrace())
    expect(nodes).toHaveLength(6)
    for (const node of nodes) expect(node.stats.count).toBe(3)
  })

  it('joins the consumer of a queue to the trace that fed it', () => {
    const graph = graphOf(sampleTrace(), sampleConsumer())
    expect(drawn(graph)).toContain('AWS::SQS::Queue emails ⇢ AWS::Lambda email-sender')
    expect(graph.edges.find((edge) => edge.kind === 'link')?.stats).toMatchObject({ count: 1, ok: 1, p50Ms: 100 })
    expect(drawn(graphOf(sampleConsumer()))).toEqual(['client email-sender → AWS::Lambda email-sender'])
  })

  it('links a consumer to the queue when the link names only the segment that also published to a topic', () => {
    const producer = done('fn', 0, 9, {
      origin: 'AWS::Lambda::Function',
      subsegments: [
        call('1', 'SNS', { topic_arn: 'arn:aws:sns:eu-west-1:1:news' }),
        call('2', 'SQS', { queue_url: 'https://sqs/1/emails' }),
      ],
    })
    const consumer = done('c', 5, 9, { origin: 'AWS::Lambda', links: [{ trace_id: SAMPLE_TRACE_ID, id: 'fn' }] })
    expect(drawn(graphOf([producer], [consumer]))).toContain('AWS::SQS::Queue emails ⇢ AWS::Lambda c')
  })

  it('names the services that no segment answers by the calls to them', () => {
    const calls = [
      call('1', 'DynamoDB', { table_name: 'orders' }),
      call('2', 'SQS', { queue_url: 'https://sqs/1/emails' }),
      call('3', 'SNS', { topic_arn: 'arn:aws:sns:eu-west-1:1:news' }),
      call('4', 'Lambda', { function_name: 'payments' }),
      call('5', 'S3', {}),
      call('6', 'S3', { bucket_name: 'images' }),
      call('7', 'Secrets Manager', {}),
      done('8', 1, 2, { name: 'api.bank.com', namespace: 'remote', fault: true }),
      done('9', 1, 2, { name: 'shop@db', namespace: 'remote', sql: { database_type: 'PostgreSQL' } }),
      done('local', 1, 2, { subsegments: [call('10', 'DynamoDB', {})] }),
    ]
    const graph = graphOf([done('fn', 0, 9, { origin: 'AWS::Lambda::Function', subsegments: calls })])
    expect(drawn(graph).filter((edge) => !edge.startsWith('client'))).toEqual(
      [
        'AWS::DynamoDB DynamoDB',
        'AWS::DynamoDB::Table orders',
        'AWS::Lambda payments',
        'AWS::S3 S3',
        'AWS::S3::Bucket images',
        'AWS::SNS news',
        'AWS::SQS::Queue emails',
        'AWS::SecretsManager Secrets Manager',
        'Database::SQL shop@db',
        'remote api.bank.com',
      ].map((to) => `AWS::Lambda::Function fn → ${to}`),
    )
    expect(graph.nodes.find((node) => node.type === 'remote')).toMatchObject({ accountId: null, stats: { fault: 1 } })
  })

  it('counts a service once, however it is known', () => {
    const caller = done('fn', 0, 9, { subsegments: [call('call', 'DynamoDB', { table_name: 'orders' })] })
    const inferred = done('guess', 1, 2, {
      name: 'orders',
      origin: 'AWS::DynamoDB::Table',
      inferred: true,
      parent_id: 'call',
    })
    const real = done('real', 1, 2, { name: 'orders', origin: 'AWS::DynamoDB::Table', parent_id: 'call' })
    for (const documents of [[caller], [caller, inferred], [caller, inferred, real]]) {
      const table = graphOf(documents).nodes.find((node) => node.name === 'orders')
      expect(table?.stats.count).toBe(1)
    }
  })

  it('takes a caller that was not traced for a client', () => {
    expect(drawn(graphOf([done('fn', 0, 9, { origin: 'AWS::Lambda', parent_id: 'gone' })]))).toEqual([
      'client fn → AWS::Lambda fn',
    ])
  })

  it('keeps services apart that share a name in two accounts', () => {
    const fn = (id: string, accountId: string) =>
      done(id, 0, 1, {
        name: 'fn',
        origin: 'AWS::Lambda',
        resource_arn: `arn:aws:lambda:eu-west-1:${accountId}:function:fn`,
      })
    const { nodes } = graphOf([fn('a', '1'), fn('b', '2')])
    expect(nodes.filter((node) => node.type === 'AWS::Lambda').map((node) => node.accountId)).toEqual(['1', '2'])
  })

  it('allows services to call each other in a circle and themselves', () => {
    const fn = (id: string, name: string, parent?: string) =>
      done(id, 0, 1, { name, origin: 'AWS::Lambda', parent_id: parent })
    const edges = drawn(graphOf([fn('1', 'a'), fn('2', 'b', '1'), fn('3', 'a', '2'), fn('4', 'a', '3')]))
    expect(edges).toContain('AWS::Lambda b → AWS::Lambda a')
    expect(edges).toContain('AWS::Lambda a → AWS::Lambda b')
    expect(edges).toContain('AWS::Lambda a → AWS::Lambda a')
  })

  it('counts a call that still runs, without a duration', () => {
    const { nodes } = graphOf([{ id: 'a', name: 'a', origin: 'AWS::Lambda', start_time: at(0), in_progress: true }])
    expect(nodes.find((node) => node.name === 'a')?.stats).toMatchObject({ count: 1, ok: 1, p50Ms: null, p95Ms: null })
  })

  it('gives every edge two nodes, for any documents', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd')
    const namespace = fc.constantFrom('aws', 'remote', 'x')
    const link = fc.record({ trace_id: fc.constantFrom(SAMPLE_TRACE_ID, 'x'), id })
    const document = fc.record(
      {
        id,
        parent_id: id,
        name: fc.string(),
        type: fc.constant('subsegment'),
        origin: fc.constantFrom('AWS::Lambda', 'AWS::SQS::Queue'),
        namespace,
        inferred: fc.boolean(),
        links: fc.array(link),
        aws: fc.jsonValue(),
        subsegments: fc.array(fc.record({ id, namespace, aws: fc.jsonValue() })),
      },
      { requiredKeys: ['id'] },
    )
    fc.assert(
      fc.property(fc.array(document), fc.array(document), (one, other) => {
        const graph = graphOf(JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other)))
        const ids = new Set(graph.nodes.map((node) => node.id))
        expect(ids.size).toBe(graph.nodes.length)
        for (const edge of graph.edges) {
          expect(ids).toContain(edge.from)
          expect(ids).toContain(edge.to)
          expect(edge.stats.count).toBeGreaterThan(0)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('StatsTally', () => {
  it('counts each call under its worst outcome and ranks durations', () => {
    const tally = new StatsTally()
    const add = (flags: object, durationMs: number) =>
      tally.add(outcomeOf({ error: false, throttle: false, fault: false, ...flags }), durationMs)
    add({ error: true, throttle: true, fault: true }, 1)
    add({ error: true, throttle: true }, 2)
    add({ error: true }, 3)
    for (let i = 4; i <= 100; i += 1) add({}, i)
    expect(tally.stats()).toEqual({ count: 100, ok: 97, error: 1, throttle: 1, fault: 1, p50Ms: 50, p95Ms: 95 })
    expect(new StatsTally().stats()).toMatchObject({ count: 0, p50Ms: null })
  })
})

describe('layoutGraph', () => {
  it('places callers to the left of the called, without overlap, the same every time', () => {
    const graph = graphOf(sampleTrace())
    const placed = layoutGraph(graph, { nodeWidth: 100, nodeHeight: 40 })
    const byId = new Map(placed.nodes.map((node) => [node.id, node]))
    for (const { from, to } of graph.edges) {
      expect(byId.get(from)?.x ?? Number.NaN).toBeLessThan(byId.get(to)?.x ?? Number.NaN)
    }
    placed.nodes.forEach((a, index) => {
      expect(a.x).toBeLessThanOrEqual(placed.width - 50)
      for (const b of placed.nodes.slice(index + 1)) {
        expect(Math.abs(a.x - b.x) >= 100 || Math.abs(a.y - b.y) >= 40).toBe(true)
      }
    })
    expect(layoutGraph(graph, { nodeWidth: 100, nodeHeight: 40 })).toEqual(placed)
  })

  it('survives circles, strangers and nothing', () => {
    const { nodes } = graphOf(sampleTrace())
    const ids = nodes.map((node) => node.id)
    const edges = ids.flatMap((from) => [...ids, 'stranger'].map((to) => ({ from, to })))
    for (const { x, y } of layoutGraph({ nodes, edges }).nodes) expect(Number.isFinite(x + y)).toBe(true)
    expect(layoutGraph({ nodes: [], edges: [] })).toEqual({ nodes: [], width: 0, height: 0 })
  })
})
