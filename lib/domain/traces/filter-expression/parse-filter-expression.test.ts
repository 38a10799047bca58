import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formOfFilter } from '@/lib/domain/traces/filter-expression/filter-form'
import type { TraceFilter } from '@/lib/domain/traces/filter-expression/filter-tree'
import { listCandidateTerms } from '@/lib/domain/traces/filter-expression/list-candidate-terms'
import { parseFilterExpression } from '@/lib/domain/traces/filter-expression/parse-filter-expression'
import { writeFilterExpression } from '@/lib/domain/traces/filter-expression/write-filter-expression'

const parse = (text: string): TraceFilter | null => parseFilterExpression(text).filter
const position = (text: string): number | undefined => parseFilterExpression(text).error?.position
const flag = (name: 'ok' | 'fault' | 'error' | 'partial' | 'root' | 'last'): TraceFilter => ({
  kind: 'flag',
  flag: name,
})
const annotation = (key: string, test: Extract<TraceFilter, { kind: 'annotation' }>['test']): TraceFilter => ({
  kind: 'annotation',
  key,
  test,
})

const READ: [string, TraceFilter][] = [
  ['fault', flag('fault')],
  ['error = true', flag('error')],
  ['ok = false', { kind: 'not', inner: flag('ok') }],
  ['responseTime > 0.5', { kind: 'number', field: 'responsetime', operator: '>', value: 0.5 }],
  ['duration<=2', { kind: 'number', field: 'duration', operator: '<=', value: 2 }],
  ['http.status != 200', { kind: 'number', field: 'http.status', operator: '!=', value: 200 }],
  ['http.url CONTAINS "/orders"', { kind: 'text', field: 'http.url', operator: 'CONTAINS', value: '/orders' }],
  ['http.url beginswith "https://"', { kind: 'text', field: 'http.url', operator: 'BEGINSWITH', value: 'https://' }],
  ['http.url', { kind: 'exists', field: 'http.url' }],
  ['http.url = "say \\"hi\\""', { kind: 'text', field: 'http.url', operator: '=', value: 'say "hi"' }],
  ['user CONTAINS ""', { kind: 'text', field: 'user', operator: 'CONTAINS', value: '' }],
  ['service("orders-api")', { kind: 'service', service: { name: 'orders-api' }, inner: null }],
  ['service() { fault }', { kind: 'service', service: {}, inner: flag('fault') }],
  [
    'service("data-plane") {root = true and fault = true}',
    {
      kind: 'service',
      service: { name: 'data-plane' },
      inner: { kind: 'and', left: flag('root'), right: flag('fault') },
    },
  ],
  [
    'service(id(name: "fn", type:"AWS::Lambda::Function", account.id: "111122223333")) { fault }',
    {
      kind: 'service',
      service: { name: 'fn', type: 'AWS::Lambda::Function', accountId: '111122223333' },
      inner: flag('fault'),
    },
  ],
  [
    'edge("a", id(name: "b", type: "AWS::S3")) { error }',
    { kind: 'edge', from: { name: 'a' }, to: { name: 'b', type: 'AWS::S3' }, inner: flag('error') },
  ],
  ['annotation.age', annotation('age', null)],
  ['!annotation.age', { kind: 'not', inner: annotation('age', null) }],
  ['annotation.items >= 3', annotation('items', { operator: '>=', value: 3 })],
  ['annotation[tier] = "gold"', annotation('tier', { operator: '=', value: 'gold' })],
  ['annotation["aws:api_stage"] = "Prod"', annotation('aws:api_stage', { operator: '=', value: 'Prod' })],
  ['annotation[7up] = true', annotation('7up', { operator: '=', value: true })],
  [
    'rootcause.fault.entity { last and name = "deserialize" }',
    {
      kind: 'cause',
      cause: 'fault',
      part: 'entity',
      inner: {
        kind: 'and',
        left: flag('last'),
        right: { kind: 'text', field: 'name', operator: '=', value: 'deserialize' },
      },
    },
  ],
  [
    'rootcause.fault.service { inferred and name = traces and type = "AWS::DynamoDB" }',
    {
      kind: 'cause',
      cause: 'fault',
      part: 'service',
      inner: {
        kind: 'and',
        left: {
          kind: 'and',
          left: { kind: 'flag', flag: 'inferred' },
          right: { kind: 'text', field: 'name', operator: '=', value: 'traces' },
        },
        right: { kind: 'text', field: 'type', operator: '=', value: 'AWS::DynamoDB' },
      },
    },
  ],
  [
    'rootcause.responsetime.entity { coverage > 0.8 }',
    {
      kind: 'cause',
      cause: 'responsetime',
      part: 'entity',
      inner: { kind: 'number', field: 'coverage', operator: '>', value: 0.8 },
    },
  ],
  [
    'rootcause.json = #[{ "Services": [ { "Name": "Get]", "EntityPath": [{ "Name": "a" }] }, { "Name": "b" } ] }]',
    {
      kind: 'causeJson',
      cause: null,
      patterns: [
        [
          { name: 'Get]', entities: null },
          { name: 'b', entities: null },
        ],
      ],
    },
  ],
]

describe('parseFilterExpression', () => {
  it.each(READ)('reads %s, and writes it again', (text, filter) => {
    expect(parse(text)).toEqual(filter)
    expect(parse(writeFilterExpression(filter))).toEqual(filter)
  })

  it('binds AND closer than OR, ! closest, and takes conditions side by side as both', () => {
    expect(parse('ok OR fault AND !error')).toEqual({
      kind: 'or',
      left: flag('ok'),
      right: { kind: 'and', left: flag('fault'), right: { kind: 'not', inner: flag('error') } },
    })
    expect(parse('(ok or fault) and error')).toMatchObject({ kind: 'and', left: { kind: 'or' } })
    expect(parse('ok !partial duration <3')).toEqual(parse('ok AND !partial AND duration < 3'))
  })

  it.each([
    ['fault AND', 9],
    ['fault "x"', 6],
    ['responsetime > fast', 15],
    ['responsetime CONTAINS "1"', 13],
    ['http.url > "a"', 9],
    ['http.url = 5', 11],
    ['(fault', 6],
    ['service(a)', 8],
    ['service("a") { fault', 20],
    ['service("a") { annotation.x }', 15],
    ['service("a") { service("b") }', 15],
    ['service(id(name: "a", colour: "b"))', 22],
    ['service(id(name "a"))', 15],
    ['service(id(constructor: "a"))', 11],
    ['edge("a")', 8],
    ['rootcause.fault.entity { message = "x" }', 25],
    ['rootcause.slow.entity', 0],
    ['rootcause.json = #[{ "Services": 1 }]', 17],
    ['rootcause.json = #[{', 17],
    ['group.name = "slow"', 0],
    ['fault AND nonsense', 10],
    ['http.url = "open', 11],
    ['fault # error', 6],
    ['fault & error', 6],
    ['annotation[] = 1', 0],
    ['annotation[k] > "a"', 14],
    ['annotation[k] CONTAINS 1', 14],
    ['fault = 1', 8],
    ['duration > 2s', 11],
    ['duration > 1e306', 11],
    ['http.status = 1e999', 14],
    ['annotation[k] < -1e999', 16],
    ['service() { responsetime > 1e999 }', 27],
    ['', 0],
  ])('points at what it cannot read in %s', (text, at) => {
    expect(parse(text)).toBeNull()
    expect(position(text)).toBe(at)
  })

  it('reads or refuses any text, with a position within it', () => {
    const word = fc.constantFrom(
      ...['fault', 'AND', 'OR', '!', '(', ')', 'duration', '>', '1', '"a"', 'service', 'service()', 'edge', 'id'],
      ...[
        'annotation.k',
        'annotation[',
        ']',
        '{',
        '}',
        ',',
        'rootcause.json',
        '= #[',
        'rootcause.fault.entity',
        'name:',
      ],
    )
    const expressions = fc.oneof(
      fc.string(),
      fc.array(word).map((words) => words.join(' ')),
    )
    fc.assert(
      fc.property(expressions, (text) => {
        const { filter, error } = parseFilterExpression(text)
        if (filter === null) expect(error.position).toBeLessThanOrEqual(text.length)
        else expect(parse(writeFilterExpression(filter))).toEqual(filter)
      }),
    )
  })

  it('refuses what is nested without end instead of falling over', () => {
    expect(parseFilterExpression(`${'('.repeat(5000)}fault`).error?.message).toContain('nested')
    expect(parseFilterExpression('!'.repeat(5000)).error?.message).toContain('nested')
  })

  it('reads 500 conditions, which all that walks them can, and points at the next', () => {
    for (const joint of [' ', ' OR ']) {
      const most = Array.from({ length: 500 }, () => 'ok').join(joint)
      const { filter } = parseFilterExpression(most)
      expect(filter && parse(writeFilterExpression(filter))).toEqual(filter)
      expect(filter && listCandidateTerms(filter)).toEqual([])
      expect(filter && formOfFilter(filter)?.length).toBe(joint === ' ' ? 500 : undefined)
      expect(position(`${most}${joint}ok`)).toBe(most.length + joint.length)
      expect(position(`service() { ${most}${joint}ok }`)).toBe(12 + 499 * (2 + joint.length))
    }
  })
})
