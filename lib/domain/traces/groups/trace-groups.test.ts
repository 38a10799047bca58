import { describe, expect, it } from 'vitest'
import { parseFilterExpression } from '@/lib/domain/traces/filter-expression/parse-filter-expression'
import { type ComparableTrace, compareGroups } from '@/lib/domain/traces/groups/compare-groups'
import { type GroupedBy, groupTraces } from '@/lib/domain/traces/groups/trace-groups'

const trace = (more: Partial<ComparableTrace>): ComparableTrace => ({
  durationMs: 100,
  hasError: false,
  hasFault: false,
  hasThrottle: false,
  httpMethod: 'GET',
  httpUrl: 'https://api.example/orders/17',
  httpStatus: 200,
  entryPoint: 'api',
  functions: ['orders'],
  facts: null,
  ...more,
})
const keys = (traces: ComparableTrace[], by: GroupedBy) => groupTraces(traces, by).map(({ key, count }) => [key, count])

describe('groupTraces', () => {
  it('takes URLs that differ in an ID or a query for one', () => {
    const traces = [
      trace({}),
      trace({ httpUrl: 'https://api.example/orders/175?full=1' }),
      trace({ httpUrl: 'https://api.example/orders/0b5e3f60-1111-4111-8111-000000000000' }),
      trace({ httpUrl: 'https://api.example/orders' }),
      trace({ httpUrl: null, httpMethod: null }),
    ]
    expect(keys(traces, 'url')).toEqual([
      ['GET https://api.example/orders/{id}', 3],
      ['GET https://api.example/orders', 1],
      ['No request', 1],
    ])
  })

  it.each([
    ['/orders/17', '/orders/{id}'],
    ['/orders/0b5e3f60-1111-4111-8111-00000000000a', '/orders/{id}'],
    ['/orders/5f3a9c02e1', '/orders/{id}'],
    ['/orders/ord_12ab34/items/item-17', '/orders/{id}/items/{id}'],
    ['/2026-11-27/report', '/{id}/report'],
    ...['/v1/orders', '/V2/orders', '/v1beta1/orders', '/oauth2/token', '/s3/cafe', '/users/me', '/image17.png'].map(
      (path) => [path, path],
    ),
  ])('of %s is %s', (path, expected) => {
    const [group] = groupTraces([trace({ httpUrl: `https://1.example${path}` })], 'url')
    expect(group).toMatchObject({ key: `GET https://1.example${expected}`, exact: path === expected })
  })

  it('says what is known of the root cause of each trace that failed', () => {
    const failed = { hasFault: true, facts: null }
    expect(
      keys([trace({}), trace(failed), trace({ ...failed, facts: {} }), trace({ hasError: true })], 'root-cause'),
    ).toEqual([
      ['Root cause not known', 3],
      ['No fault or error', 1],
    ])
  })

  it('counts a trace for each of its functions and users', () => {
    const traces = [trace({ functions: ['orders', 'billing'], facts: { u: ['alice'] } }), trace({ functions: [] })]
    expect(keys(traces, 'function')).toEqual([
      ['No function', 1],
      ['billing', 1],
      ['orders', 1],
    ])
    expect(keys(traces, 'user')).toEqual([
      ['No user', 1],
      ['alice', 1],
    ])
  })

  it('names the service and the exception that a root cause ends with', () => {
    const causes = {
      s: [
        { n: 'api', o: 0 },
        { n: 'orders', o: 1 },
      ],
      e: [],
      x: [{ n: 'TimeoutError', o: 0 }],
      j: [],
      w: [],
    }
    const [group] = groupTraces([trace({ hasFault: true, facts: { rc: { f: causes } } })], 'root-cause')
    expect(group).toMatchObject({ key: 'orders: TimeoutError (fault)', faults: 1, share: 1 })
  })

  it('tells shares and exact percentiles, of those that have ended', () => {
    const durations = [10, 20, 30, 40, 50, 60, 70, 80, 90, 1000, null]
    const [group] = groupTraces(
      durations.map((durationMs) => trace({ durationMs })),
      'status',
    )
    expect(group).toMatchObject({ key: 'OK', count: 11, share: 1, p50Ms: 50, p90Ms: 90, p99Ms: 1000 })
    expect(groupTraces([trace({ durationMs: null })], 'status')[0]?.p50Ms).toBeNull()
  })

  it.each<GroupedBy>(['url', 'status', 'function', 'root-cause', 'user'])(
    'leads from each group by %s to its traces by an expression',
    (by) => {
      const cause = { s: [{ n: 'a "b"', o: 0 }], e: [], x: [], j: [], w: [] }
      const traces = [
        trace({}),
        trace({ httpUrl: null, functions: [] }),
        trace({ hasThrottle: true, facts: { u: ['it"s'], rc: { e: cause } } }),
      ]
      for (const { narrow } of groupTraces(traces, by))
        expect([narrow, parseFilterExpression(narrow).error]).toEqual([narrow, null])
    },
  )
})

describe('compareGroups', () => {
  it('puts durations into the same bins, and what differs most first', () => {
    const left = [trace({ durationMs: 10 }), trace({ durationMs: 12, facts: { k: [{ k: 'tier', s: 'gold' }] } })]
    const right = [trace({ durationMs: 90, hasFault: true }), trace({ durationMs: null, hasFault: true })]
    const { boundsMs, ...compared } = compareGroups(left, right)
    expect(boundsMs).toHaveLength(compared.left.shares.length + 1)
    expect(compared.left.shares.reduce((a, b) => a + b)).toBeCloseTo(1)
    expect(compared.right.shares.at(-1)).toBe(1)
    expect(compared.attributes.slice(0, 4)).toEqual([
      { attribute: 'Status', value: 'ok', leftShare: 1, rightShare: 0 },
      { attribute: 'Status', value: 'fault', leftShare: 0, rightShare: 1 },
      { attribute: 'Root cause', value: 'Root cause not known', leftShare: 0, rightShare: 1 },
      { attribute: 'annotation tier', value: 'gold', leftShare: 0.5, rightShare: 0 },
    ])
    expect(compareGroups([], []).attributes).toEqual([])
  })

  it('begins with 0 where a trace took less than a millisecond', () => {
    const { boundsMs, left } = compareGroups([trace({ durationMs: 0.2 })], [trace({ durationMs: 1.5 })])
    expect(boundsMs[0]).toBe(0)
    expect(left.shares).toEqual([1, 0])
  })

  it('keeps values apart that begin with the same line', () => {
    const of = (s: string) => trace({ facts: { k: [{ k: 'note', s }] } })
    const { attributes } = compareGroups([of('a\nb')], [of('a\nc')])
    expect(attributes).toEqual([
      { attribute: 'annotation note', value: 'a\nb', leftShare: 1, rightShare: 0 },
      { attribute: 'annotation note', value: 'a\nc', leftShare: 0, rightShare: 1 },
    ])
  })
})
