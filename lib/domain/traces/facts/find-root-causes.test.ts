import { describe, expect, it } from 'vitest'
import type { JsonObject } from '@/lib/domain/json-value'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { causeFactsOf } from '@/lib/domain/traces/facts/cause-facts'
import { findRootCauses, type RootCause } from '@/lib/domain/traces/facts/find-root-causes'
import { indexSegments } from '@/lib/domain/traces/index-segments'
import { parseSegments } from '@/lib/domain/traces/parse-segment'

const timed = (name: string, fromMs: number, toMs: number, more: JsonObject = {}): JsonObject => ({
  ...{ id: name, name, start_time: 1_764_000_000 + fromMs / 1000, end_time: 1_764_000_000 + toMs / 1000 },
  ...more,
})
const fault = { fault: true }
const thrown = (type: string) => ({ fault: true, cause: { exceptions: [{ id: type, type, message: `${type}!` }] } })

/** API → (call) → fn → two parts, one of which calls a table that no segment answers. */
const drawn = (more: { [part: string]: JsonObject }): JsonObject[] => [
  timed('api', 0, 1000, {
    origin: 'AWS::ApiGateway::Stage',
    subsegments: [timed('call', 0, 900, { namespace: 'aws', ...more.call })],
    ...more.api,
  }),
  timed('fn', 100, 800, {
    origin: 'AWS::Lambda',
    parent_id: 'call',
    subsegments: [
      timed('first', 100, 200, more.first),
      timed('second', 200, 800, { namespace: 'remote', ...more.second }),
    ],
    ...more.fn,
  }),
]
const causesOf = (documents: JsonObject[]) => {
  const segments = parseSegments(documents)
  return findRootCauses(buildTree(segments).spans, indexSegments(segments))
}
/** Services apart by →, the entities of each in brackets with their coverage and exceptions. */
const shown = (cause: RootCause | null) =>
  cause
    ?.map(({ name, entities }) => {
      const parts = entities.map((one) => {
        const exceptions = one.exceptions.map((exception) => ` ${exception.name}`).join('')
        return `${one.name}${one.remote ? '*' : ''} ${one.coverage}${exceptions}`
      })
      return `${name} (${parts.join(', ')})`
    })
    .join(' → ') ?? null

describe('findRootCauses', () => {
  it.each([
    ['nothing of a trace that went well', drawn({}), null],
    ['the root alone, where nothing below it failed', drawn({ api: fault }), 'api (api 1)'],
    [
      'as far down as the fault goes, with what was thrown',
      drawn({ api: fault, call: fault, fn: thrown('Timeout'), second: thrown('Refused') }),
      'api (api 1, call* 0.9) → fn (fn 0.7 Timeout, second* 0.6 Refused)',
    ],
    [
      'the first of two that failed',
      drawn({ api: fault, call: fault, fn: fault, first: fault, second: fault }),
      'api (api 1, call* 0.9) → fn (fn 0.7, first 0.1)',
    ],
    ['nothing below a part that did not fail', drawn({ api: fault, fn: fault }), 'api (api 1)'],
    ['nothing where the root did not fail', drawn({ call: fault, fn: fault }), null],
  ])('of a fault tells %s', (_what, documents, expected) => {
    expect(shown(causesOf(documents).fault)).toBe(expected)
    expect(causesOf(documents).error).toBeNull()
  })

  it('tells an error apart from a fault', () => {
    const { fault: found, error } = causesOf(drawn({ api: { ...fault, error: true }, call: { error: true } }))
    expect([shown(found), shown(error)]).toEqual(['api (api 1)', 'api (api 1, call* 0.9)'])
  })

  it('follows what took half of the time above it or more', () => {
    expect(shown(causesOf(drawn({})).responsetime)).toBe('api (api 1, call* 0.9) → fn (fn 0.7, second* 0.6)')
    expect(shown(causesOf([timed('api', 0, 1000, { subsegments: [timed('quick', 0, 499)] })]).responsetime)).toBe(
      'api (api 1)',
    )
    expect(causesOf([{ ...timed('api', 0, 1), end_time: undefined, in_progress: true }]).responsetime).toBeNull()
  })

  it('counts no more than the time of the root of what ran on after it', () => {
    const child = (fromMs: number, toMs: number) =>
      shown(causesOf([timed('api', 0, 100), { ...timed('worker', fromMs, toMs), parent_id: 'api' }]).responsetime)
    expect(child(40, 900)).toBe('api (api 1) → worker (worker 0.6)')
    expect(child(90, 900)).toBe('api (api 1)')
  })

  it('has no coverage in a root that took no time', () => {
    expect(shown(causesOf([timed('api', 0, 0)]).responsetime)).toBe('api (api null)')
  })

  it('is kept flat, each part with its place in its own list', () => {
    const facts = causeFactsOf(causesOf(drawn({ api: fault, call: fault, fn: thrown('Timeout'), second: fault })).fault)
    expect(facts?.s.map(({ n, o, b, l }) => [n, o, b, l])).toEqual([
      ['api', 0, true, undefined],
      ['fn', 1, undefined, true],
    ])
    expect(facts?.e.map(({ n, o, b, l, x }) => [n, o, b, l, x])).toEqual([
      ['api', 0, true, undefined, undefined],
      ['call', 1, undefined, true, true],
      ['fn', 0, true, undefined, undefined],
      ['second', 1, undefined, true, true],
    ])
    expect(facts?.x).toEqual([{ n: 'Timeout', m: 'Timeout!', o: 0, b: true, l: true }])
    expect(facts?.w).toEqual(['["api","fn"]'])
    expect(facts?.j).toEqual(['[["api",["api","call"]],["fn",["fn","second"]]]'])
  })
})
