import { describe, expect, it } from 'vitest'
import { indexTrace } from '@/lib/domain/traces/facts/index-trace'
import { readTraceFacts } from '@/lib/domain/traces/facts/read-trace-facts'
import { numberBucket, termOf, timeBucket } from '@/lib/domain/traces/facts/terms'
import { listCandidateTerms } from '@/lib/domain/traces/filter-expression/list-candidate-terms'
import { parseFilterExpression } from '@/lib/domain/traces/filter-expression/parse-filter-expression'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { sampleTrace } from '@/lib/domain/traces/sample-trace'
import { summariseTrace } from '@/lib/domain/traces/summarise-trace'

const SEGMENTS = parseSegments(sampleTrace())

const candidates = (text: string) => {
  const { filter } = parseFilterExpression(text)
  return filter === null ? null : listCandidateTerms(filter)
}

describe('readTraceFacts', () => {
  it('tells of each segment, and of each call as its caller saw it', () => {
    const { s, c, k, q } = readTraceFacts(SEGMENTS)
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

  it('says nothing of a trace without documents, and keeps a long one small', () => {
    expect(readTraceFacts([])).toEqual({})
    const many = Array.from({ length: 5_000 }, (_, at) => ({
      ...{ id: at.toString(16).padStart(16, '0'), name: `service-${at}`, start_time: 1, end_time: 1 + at / 1000 },
      ...(at === 7 ? { fault: true } : {}),
    }))
    const facts = readTraceFacts(parseSegments(many))
    expect(facts.cut).toBe(true)
    expect(facts.s).toHaveLength(300)
    // What failed is kept before what took long.
    expect(facts.s?.some(({ f }) => f)).toBe(true)
    expect(facts.s?.some(({ n }) => n[0] === 'service-4999')).toBe(true)
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
    const terms = new Set(indexTrace(summary, readTraceFacts(SEGMENTS)).terms)
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
