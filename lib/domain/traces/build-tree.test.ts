import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '@/lib/domain/json-value'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { at, REQUEST_ID, sampleTrace } from '@/lib/domain/traces/sample-trace'

const tree = (...documents: JsonObject[]) => buildTree(parseSegments(documents))
const outline = (...documents: JsonObject[]) =>
  tree(...documents).spans.map((span) => `${'  '.repeat(span.depth)}${span.name}`)
const done = (id: string, from: number, to: number, more: object = {}) => ({
  id,
  name: id,
  start_time: at(from),
  end_time: at(to),
  ...more,
})

describe('buildTree', () => {
  it('draws a trace in order of call', () => {
    expect(outline(...sampleTrace())).toEqual([
      'shop/Prod',
      '  Lambda',
      '    orders-api',
      '      orders-api',
      '        Initialization',
      '        Invocation',
      '          DynamoDB',
      '            orders',
      '          SQS',
      '          compute total',
    ])
  })

  it('says of each span what it is', () => {
    const { spans, durationMs, complete, startMs } = tree(...sampleTrace())
    const byId = new Map(spans.map((span) => [span.id, span]))
    expect({ durationMs, complete, startMs }).toEqual({ durationMs: 2500, complete: true, startMs: at(0) * 1000 })
    expect(byId.get('b000000000000001')).toMatchObject({
      kind: 'segment',
      type: 'AWS::Lambda',
      functionName: 'orders-api',
      qualifier: 'live',
      requestId: REQUEST_ID,
    })
    expect(byId.get('c000000000000001')).toMatchObject({ type: 'AWS::Lambda::Function', requestId: REQUEST_ID })
    expect(byId.get('c000000000000004')).toMatchObject({
      kind: 'subsegment',
      namespace: 'aws',
      type: 'AWS::DynamoDB::Table',
      operation: 'PutItem',
      resource: 'orders',
      functionName: null,
    })
    expect(byId.get('d000000000000001')).toMatchObject({ kind: 'inferred', inferred: true })
    expect(byId.get('c000000000000006')).toMatchObject({ type: 'local' })
    expect(byId.get('c000000000000005')).toMatchObject({ throttle: true, error: true, fault: false })
  })

  it('lasts until the last end, not until the end of the root', () => {
    const trace = tree(done('a', 0, 10), done('b', 5, 90, { parent_id: 'a' }))
    expect(trace.durationMs).toBe(90)
  })

  it('makes an orphan a root', () => {
    expect(outline(done('a', 5, 9, { parent_id: 'never sampled' }), done('b', 0, 1))).toEqual(['b', 'a'])
  })

  it('attaches a subsegment that was sent alone, and waits for its segment', () => {
    const alone = done('s', 2, 3, { parent_id: 'a', type: 'subsegment' })
    expect(outline(alone, done('a', 0, 9))).toEqual(['a', '  s'])
    expect(tree(alone, done('a', 0, 9)).complete).toBe(true)
    expect(tree(alone).complete).toBe(false)
  })

  it('cuts a loop of parents and loses nothing', () => {
    const loop = [
      done('a', 5, 9, { parent_id: 'c' }),
      done('b', 1, 9, { parent_id: 'a' }),
      done('c', 3, 9, { parent_id: 'b' }),
    ]
    expect(outline(...loop)).toEqual(['b', '  c', '    a'])
    expect(outline(done('a', 0, 1, { parent_id: 'a' }))).toEqual(['a'])
  })

  it('keeps the last state of a segment that came several times, in any order', () => {
    const states = [
      { id: 'a', name: 'started', start_time: at(0), in_progress: true, subsegments: [done('early', 1, 2)] },
      done('a', 0, 5, { name: 'ended' }),
      done('a', 0, 7, { name: 'ended later' }),
    ]
    expect(outline(...states)).toEqual(['ended later', '  early'])
    expect(outline(...states.toReversed())).toEqual(['ended later', '  early'])
    expect(tree(...states)).toMatchObject({ durationMs: 7, complete: true })
  })

  it('keeps the place of a subsegment whose newer state was sent alone and names no parent', () => {
    const held = {
      id: 'a',
      name: 'a',
      start_time: at(0),
      end_time: at(9),
      subsegments: [{ id: 's', start_time: at(1) }],
    }
    const alone = done('s', 1, 3, { type: 'subsegment' })
    for (const documents of [
      [held, alone],
      [alone, held],
    ]) {
      expect(outline(...documents)).toEqual(['a', '  s'])
      expect(tree(...documents).complete).toBe(true)
    }
  })

  it('lets a service’s own segment replace the inferred one', () => {
    const call = done('a', 0, 9, { subsegments: [done('call', 1, 8, { namespace: 'remote' })] })
    const guess = done('guess', 1, 8, { inferred: true, parent_id: 'call' })
    const real = done('real', 2, 7, { parent_id: 'call' })
    expect(outline(call, guess)).toEqual(['a', '  call', '    guess'])
    expect(tree(call, guess).spans[2]).toMatchObject({ kind: 'inferred', type: 'remote' })
    expect(outline(call, guess, real)).toEqual(['a', '  call', '    real'])
  })

  it('is not complete while something runs', () => {
    const { spans, complete } = tree({ id: 'a', name: 'a', start_time: at(0), in_progress: true })
    expect(complete).toBe(false)
    expect(spans[0]).toMatchObject({ inProgress: true, endMs: null })
    expect(tree()).toEqual({ spans: [], startMs: 0, durationMs: 0, complete: false })
  })

  it('places a span without a start where its parent began', () => {
    const { spans, startMs } = tree(done('a', 5, 9, { subsegments: [{ id: 'b', name: 'b' }] }))
    expect(spans.map((span) => span.startMs - startMs)).toEqual([0, 0])
  })

  it('looks up exceptions that another segment recorded', () => {
    const exceptions = [
      { id: 'e1', type: 'Wrapped', message: 'outer', cause: 'e2' },
      { id: 'e2', type: 'Cause', message: 'inner', cause: 'e1' },
    ]
    const inner = done('inner', 1, 2, { fault: true, cause: { exceptions } })
    const { spans } = tree(
      done('byText', 0, 9, { cause: 'e1', subsegments: [inner] }),
      done('byObject', 0, 9, { cause: { id: 'e2' } }),
      done('lost', 0, 9, { cause: 'e9' }),
    )
    const typesOf = (id: string) => spans.find((span) => span.id === id)?.exceptions.map((one) => one.type)
    expect(typesOf('inner')).toEqual(['Wrapped', 'Cause'])
    expect(typesOf('byText')).toEqual(['Wrapped', 'Cause'])
    expect(typesOf('byObject')).toEqual(['Cause', 'Wrapped'])
    expect(typesOf('lost')).toEqual([])
  })

  it('takes both shapes of a function’s segment and finds the request ID over an attempt', () => {
    const service = done('s', 0, 1, {
      origin: 'AWS::Lambda',
      aws: { request_id: REQUEST_ID },
      subsegments: [done('dwell', 1, 4, { name: 'Dwell Time' }), done('try', 4, 9, { name: 'Attempt #1' })],
    })
    const own = done('f', 5, 9, {
      origin: 'AWS::Lambda::Function',
      parent_id: 'try',
      subsegments: [done('init', 4, 5, { name: 'Init' }), done('x', 6, 7, { namespace: 'remote' })],
    })
    const { spans, durationMs } = tree(service, own)
    expect(spans.find((span) => span.id === 'f')).toMatchObject({ requestId: REQUEST_ID, depth: 2 })
    expect(durationMs).toBe(9)
  })
})

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
const document = fc.record(
  {
    id,
    parent_id: id,
    name: fc.string(),
    type: fc.constantFrom('subsegment', 'x'),
    inferred: fc.boolean(),
    in_progress: fc.boolean(),
    start_time: fc.integer({ min: 0, max: 50 }),
    end_time: fc.integer({ min: 0, max: 50 }),
    subsegments: fc.array(fc.record({ id, start_time: fc.nat(50), subsegments: fc.array(fc.record({ id })) })),
  },
  { requiredKeys: ['id'] },
)

describe('for any documents', () => {
  it('every span is placed once, under a parent that stands before it', () => {
    fc.assert(
      fc.property(fc.array(document), (documents) => {
        const { spans } = tree(...documents)
        const ids = spans.map((span) => span.id)
        expect(new Set(ids).size).toBe(ids.length)
        const depths = new Map<string, number>()
        for (const span of spans) {
          expect(span.depth).toBe(span.parentId === null ? 0 : (depths.get(span.parentId) ?? Number.NaN) + 1)
          depths.set(span.id, span.depth)
        }
        const given = documents.filter((one) => !one.inferred).map((one) => one.id)
        for (const one of given) expect(ids).toContain(one)
      }),
      { numRuns: 500 },
    )
  })

  it('the order in which they came does not matter', () => {
    const distinct = fc
      .uniqueArray(document, { selector: (one) => one.id })
      .map((documents) => documents.map((one) => ({ ...one, subsegments: [] })))
    fc.assert(
      fc.property(distinct, (documents) => {
        expect(tree(...documents.toReversed())).toEqual(tree(...documents))
      }),
    )
  })

  it('survives any JSON', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (values) => {
        const documents = values.map((value, index) => ({
          ...(value as object),
          id: String(index),
          http: value,
          aws: value,
          cause: value,
        }))
        expect(buildTree(parseSegments(JSON.parse(JSON.stringify(documents)))).spans.length).toBeGreaterThanOrEqual(
          values.length,
        )
      }),
    )
  })
})
