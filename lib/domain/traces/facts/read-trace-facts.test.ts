import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildTraceGraph } from '@/lib/domain/traces/build-trace-graph'
import { indexTrace } from '@/lib/domain/traces/facts/index-trace'
import { readTraceFacts } from '@/lib/domain/traces/facts/read-trace-facts'
import { listFactTerms, numberBucket, termOf, timeBucket } from '@/lib/domain/traces/facts/terms'
import type { ServiceNames } from '@/lib/domain/traces/facts/trace-facts'
import { listCandidateTerms } from '@/lib/domain/traces/filter-expression/list-candidate-terms'
import { parseFilterExpression } from '@/lib/domain/traces/filter-expression/parse-filter-expression'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { sampleTrace } from '@/lib/domain/traces/sample-trace'
import { summariseTrace } from '@/lib/domain/traces/summarise-trace'

const OWN = '999988887777'
const SEGMENTS = parseSegments(sampleTrace())

const id = (text: string) => text.padStart(16, '0')
const document = (name: string, more: object = {}) => ({
  ...{ id: id(name), name, start_time: 1, end_time: 2 },
  ...more,
})
const call = (name: string, to: string, namespace = 'aws') => ({ ...document(name), name: to, namespace })

const candidates = (text: string) => {
  const { filter } = parseFilterExpression(text)
  return filter === null ? null : listCandidateTerms(filter)
}

describe('readTraceFacts', () => {
  it('tells of each segment, and of each call as its caller saw it', () => {
    const { s, c, k, q } = readTraceFacts(SEGMENTS, OWN)
    expect(s?.[0]).toMatchObject({
      n: ['shop/Prod'],
      y: 'AWS::ApiGateway::Stage',
      r: true,
      t: 2500,
      hm: 'POST',
      hs: 200,
    })
    expect(s).toContainEqual(expect.objectContaining({ n: ['orders-api'], y: 'AWS::Lambda', t: 2470 }))
    // The subsegment took 2485 ms for the API, the service itself 2470 ms.
    const call = c?.find(({ from, to }) => from.n[0] === 'shop/Prod' && to.y === 'AWS::Lambda')
    expect(call).toMatchObject({ t: 2485, hs: 200 })
    expect(c?.find(({ from }) => from.y === 'client')?.to.n).toEqual(['shop/Prod'])
    expect(k).toContainEqual({ k: 'aws:api_stage', s: 'Prod' })
    expect(q).toEqual([{ n: 'orders-api', q: 'live' }])
  })

  it('marks every segment as a root that nobody in the trace called, and takes the first one for the trace', () => {
    const facts = readTraceFacts(
      parseSegments([
        document('3', { name: 'late', start_time: 1.5, http: { request: { user_agent: 'late' } } }),
        document('1', {
          name: 'first',
          subsegments: [call('2', 'called')],
          http: { request: { user_agent: 'first' } },
        }),
        document('4', { name: 'called', parent_id: id('2') }),
        document('5', { name: 'lost', parent_id: id('99'), fault: true }),
      ]),
      OWN,
    )
    const roots = facts.s?.filter(({ r }) => r).flatMap(({ n }) => n)
    expect(roots).toEqual(['first', 'late', 'lost'])
    expect(facts.c?.filter(({ from }) => from.y === 'client').flatMap(({ to }) => to.n)).toEqual(roots)
    expect(facts.ag).toBe('first')
  })

  it('says nothing of a trace without documents', () => {
    expect(readTraceFacts([], OWN)).toEqual({})
  })

  it('gives segments and calls that name no account that of their caller, or the one they were read from', () => {
    const { s, c } = readTraceFacts(
      parseSegments([
        document('1', { name: 'api', subsegments: [call('2', 'S3'), call('3', 'api.bank.com', 'remote')] }),
        document('4', { name: 'fn', aws: { account_id: '111122223333' }, subsegments: [call('5', 'S3')] }),
      ]),
      OWN,
    )
    expect(s?.map(({ n, a }) => [n[0], a])).toEqual([
      ['api', OWN],
      ['S3', OWN],
      ['api.bank.com', undefined],
      ['fn', '111122223333'],
      ['S3', '111122223333'],
    ])
    expect(c?.find(({ to }) => to.n[0] === 'fn')?.from).toEqual({ n: ['fn'], y: 'client' })
  })

  it('puts the bus between who published an event and who was called for it', () => {
    const { s, c } = readTraceFacts(
      parseSegments([
        document('1', { name: 'orders-api', origin: 'AWS::Lambda::Function', subsegments: [call('2', 'Events')] }),
        document('3', { name: 'mailer', origin: 'AWS::Lambda', parent_id: id('2'), fault: true }),
        document('4', { name: 'auditor', origin: 'AWS::Lambda', parent_id: id('2') }),
      ]),
      OWN,
    )
    expect(c?.map(({ from, to, f }) => [from.n[0], to.n[0], f === true])).toEqual([
      ['orders-api', 'orders-api', false],
      ['orders-api', 'Events', false],
      ['Events', 'mailer', true],
      ['Events', 'auditor', false],
    ])
    expect(s?.filter(({ n }) => n[0] === 'Events')).toEqual([
      expect.objectContaining({ y: 'AWS::Events', a: OWN, i: true }),
    ])
  })

  it('tells of the services and calls that the graph draws, whatever documents hold', () => {
    const ids = fc.constantFrom(...['1', '2', '3', '4', '5', '6'].map(id))
    const called = {
      name: fc.constantFrom('S3', 'SNS', 'Events', 'Lambda', 'x.com'),
      namespace: fc.constantFrom('aws', 'remote', 'local'),
    }
    const kind = fc.oneof(
      fc.constant({ type: 'subsegment' }),
      fc.record({ origin: fc.constantFrom('AWS::Lambda', 'AWS::SNS', 'AWS::SQS::Queue') }),
    )
    const document = fc.record(
      {
        id: ids,
        parent_id: ids,
        ...called,
        inferred: fc.boolean(),
        aws: fc.constantFrom({ account_id: '1' }, { topic_arn: 'arn:aws:sns:eu-west-1:2:news' }),
        subsegments: fc.array(fc.record({ id: ids, ...called })),
      },
      { requiredKeys: ['id', 'name'] },
    )
    const idOf = (names: ServiceNames) => `${names.y}|${names.a ?? ''}|${names.n[0]}`
    fc.assert(
      fc.property(fc.array(fc.tuple(document, kind), { maxLength: 6 }), (documents) => {
        // Of an ID that is there twice the later one counts: both are given the same order.
        const ordered = documents
          .map(([one, more]) => ({ ...one, ...more }))
          .sort((a, b) => (a.id ?? '').localeCompare(b.id ?? ''))
        const segments = parseSegments(ordered)
        const { s = [], c = [] } = readTraceFacts(segments, OWN)
        const { nodes, edges } = buildTraceGraph([{ id: 'trace', documents: segments }], OWN)
        const drawn = new Set(nodes.map((node) => node.id))
        // A trace that begins with a part of a segment has a root that is no service.
        const services = s.filter((facts) => !facts.r || drawn.has(idOf(facts)))
        expect(new Set([...services, ...c.map(({ from }) => from)].map(idOf))).toEqual(drawn)
        expect(new Set(c.map(({ from, to }) => `${idOf(from)} ${idOf(to)}`))).toEqual(
          new Set(edges.map(({ from, to }) => `${from} ${to}`)),
        )
      }),
      { numRuns: 500 },
    )
  })
})

describe('the facts of a long trace', () => {
  const fast = { start_time: 1, end_time: 1.001 }
  const many = (count: number, more: (at: number) => object) =>
    parseSegments(Array.from({ length: count }, (_, at) => ({ ...document(at.toString(16)), ...more(at) })))

  it('keep what failed, then what took longest', () => {
    const facts = readTraceFacts(
      many(5_000, (at) => ({ name: `service-${at}`, end_time: 2 + at / 1000, ...(at === 7 ? { fault: true } : {}) })),
      OWN,
    )
    expect(facts.cut).toBe(true)
    expect(facts.s).toHaveLength(300)
    expect(facts.s?.some(({ f }) => f)).toBe(true)
    expect(facts.s?.some(({ n }) => n[0] === 'service-4999')).toBe(true)
  })

  it('keep one segment of each service, one call of each pair, and the root, however fast they were', () => {
    const facts = readTraceFacts(
      many(2_000, (at) => ({
        ...(at === 0 ? { name: 'front', ...fast } : { name: 'slow', end_time: 2 + at / 1000, fault: true }),
        ...(at === 0 ? {} : { parent_id: id('0') }),
        ...(at === 1_000 ? { name: 'Lambda', ...fast, fault: false, origin: 'AWS::Lambda' } : {}),
        ...(at === 1_500 ? { subsegments: [{ ...call('fffff', 'S3'), ...fast }] } : {}),
      })),
      OWN,
    )
    expect(facts.s).toHaveLength(300)
    expect(facts.s?.find(({ r }) => r)?.n).toEqual(['front'])
    expect(new Set(facts.s?.map(({ n }) => n[0]))).toEqual(new Set(['front', 'slow', 'Lambda', 'S3']))
    expect(new Set(facts.c?.map(({ from, to }) => `${from.n[0]} ${to.n[0]}`))).toEqual(
      new Set(['front front', 'front slow', 'front Lambda', 'slow S3']),
    )
  })

  it.each([
    ['users', 'u', (at: number) => ({ user: `user-${at}` })],
    ['annotations', 'k', (at: number) => ({ annotations: { key: at } })],
    ['instances', 'x', (at: number) => ({ aws: { ec2: { instance_id: `i-${at}` } } })],
    ['zones', 'z', (at: number) => ({ aws: { ec2: { availability_zone: `zone-${at}` } } })],
    ['ARNs', 'ar', (at: number) => ({ resource_arn: `arn-${at}` })],
    [
      'qualifiers',
      'q',
      (at: number) => ({ origin: 'AWS::Lambda', resource_arn: `arn:aws:lambda:r:1:function:fn:${at}` }),
    ],
  ] as const)('say so where they do not hold all %s', (_what, key, more) => {
    const all = readTraceFacts(many(200, more), OWN)
    expect([all[key]?.length, all.cut]).toEqual([200, undefined])
    const cut = readTraceFacts(many(201, more), OWN)
    expect([cut[key]?.length, cut.cut]).toEqual([200, true])
    expect(listFactTerms(cut)).toContain(termOf('cut'))
  })

  it('are whole where the same is said many times', () => {
    expect(
      readTraceFacts(
        many(2_000, () => ({ name: 'same' })),
        OWN,
      ).cut,
    ).toBeUndefined()
  })
})

describe('terms', () => {
  it('stand in order along their scales', () => {
    const values = [-1e12, -40, -1, 0, 0.5, 1, 39, 40, 1e12]
    const buckets = values.map(numberBucket)
    expect(buckets).toEqual([...buckets].sort((a, b) => a - b))
    expect(timeBucket(0)).toBe(0)
    expect(timeBucket(Number.MAX_VALUE)).toBe(60)
  })

  it('of a trace hold one of each set that a filter that it meets leads to', () => {
    const summary = { ...summariseTrace(SEGMENTS), isPartial: false }
    const terms = new Set(indexTrace(summary, readTraceFacts(SEGMENTS, OWN)).terms)
    for (const text of [
      'service("orders-api") { responsetime > 2 }',
      'duration > 2 AND duration < 3',
      'annotation["aws:api_stage"]',
    ]) {
      for (const set of candidates(text) ?? [])
        expect([text, set.some((term) => terms.has(term))]).toEqual([text, true])
    }
  })

  it('of two bounds of one time are those between, of two segments those of each', () => {
    expect(candidates('duration > 4.01 AND duration < 4.09')).toEqual([[termOf('duration', timeBucket(4_050))]])
    const [, above, below] =
      candidates('service("a") { responsetime > 8 } AND service() { responsetime < 0.002 }') ?? []
    expect(above).toContain(termOf('service', 'a', timeBucket(9_000)))
    expect(below).toContain(termOf('service', '', timeBucket(1)))
  })

  it('are none where most traces or any may meet the filter', () => {
    for (const text of ['ok', '!fault', 'duration < 60', 'responsetime > 0', 'http.status != 200', 'fault OR ok']) {
      expect([text, candidates(text)]).toEqual([text, []])
    }
  })

  it('of a URL are the words that no end of the text may cut', () => {
    const word = (text: string) => termOf('http.url word', text)
    expect(candidates('http.url CONTAINS "rders/17/it"')?.map(([first]) => first)).toEqual([word('17')])
    expect(candidates('http.url BEGINSWITH "https://shop/or"')?.map(([first]) => first)).toEqual([
      word('https'),
      word('shop'),
    ])
    expect(candidates('http.url ENDSWITH "/orders"')?.map(([first]) => first)).toEqual([word('orders')])
  })
})
