import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFilterExpression, type TraceFilter } from '@/lib/domain/filter-expression'

const parse = (text: string): TraceFilter | null => parseFilterExpression(text).filter
const position = (text: string): number | undefined => parseFilterExpression(text).error?.position

describe('parseFilterExpression', () => {
  it.each<[string, TraceFilter]>([
    ['fault', { kind: 'flag', flag: 'fault' }],
    ['error = true', { kind: 'flag', flag: 'error' }],
    ['ok = false', { kind: 'not', inner: { kind: 'flag', flag: 'ok' } }],
    ['responsetime > 0.5', { kind: 'number', field: 'responsetime', operator: '>', value: 0.5 }],
    ['duration<=2', { kind: 'number', field: 'duration', operator: '<=', value: 2 }],
    ['http.status != 200', { kind: 'number', field: 'http.status', operator: '!=', value: 200 }],
    ['http.url CONTAINS "/orders"', { kind: 'text', field: 'http.url', operator: 'CONTAINS', value: '/orders' }],
    ['http.url beginswith "https://"', { kind: 'text', field: 'http.url', operator: 'BEGINSWITH', value: 'https://' }],
    ['service("orders-api")', { kind: 'service', name: 'orders-api' }],
    ['annotation[tier] = "gold"', { kind: 'annotation', key: 'tier', operator: '=', value: 'gold' }],
    [
      'annotation["aws:api_stage"] = "Prod"',
      { kind: 'annotation', key: 'aws:api_stage', operator: '=', value: 'Prod' },
    ],
    ['annotation.items >= 3', { kind: 'annotation', key: 'items', operator: '>=', value: 3 }],
    ['annotation[ColdStart] = true', { kind: 'annotation', key: 'ColdStart', operator: '=', value: true }],
    ['http.url = "say \\"hi\\""', { kind: 'text', field: 'http.url', operator: '=', value: 'say "hi"' }],
  ])('reads %s', (text, filter) => {
    expect(parse(text)).toEqual(filter)
  })

  it('binds AND closer than OR, and ! closest', () => {
    const flag = (name: 'ok' | 'fault' | 'error'): TraceFilter => ({ kind: 'flag', flag: name })
    expect(parse('ok OR fault AND !error')).toEqual({
      kind: 'or',
      left: flag('ok'),
      right: { kind: 'and', left: flag('fault'), right: { kind: 'not', inner: flag('error') } },
    })
    expect(parse('(ok or fault) and error')).toMatchObject({ kind: 'and', left: { kind: 'or' } })
  })

  it.each([
    ['fault AND', 9],
    ['fault fault', 6],
    ['responsetime > fast', 15],
    ['responsetime CONTAINS "1"', 13],
    ['http.url > "a"', 9],
    ['http.url = 5', 11],
    ['(fault', 6],
    ['service("a") { fault }', 13],
    ['service(a)', 8],
    ['user = "x"', 0],
    ['fault AND nonsense', 10],
    ['http.url = "open', 11],
    ['fault # error', 6],
    ['annotation[] = 1', 11],
    ['annotation[k] > "a"', 14],
    ['annotation[k] CONTAINS 1', 14],
    ['fault = 1', 8],
    ['', 0],
  ])('points at what it cannot read in %s', (text, at) => {
    expect(parse(text)).toBeNull()
    expect(position(text)).toBe(at)
  })

  it('reads or refuses any text, with a position within it', () => {
    const word = fc.constantFrom(
      'fault',
      'AND',
      'OR',
      '!',
      '(',
      ')',
      'duration',
      '>',
      '1',
      '"a"',
      'service',
      'annotation',
      '[',
      ']',
      '{',
    )
    const expressions = fc.oneof(
      fc.string(),
      fc.array(word).map((words) => words.join(' ')),
    )
    fc.assert(
      fc.property(expressions, (text) => {
        const { filter, error } = parseFilterExpression(text)
        if (filter === null) expect(error.position).toBeLessThanOrEqual(text.length)
        else expect(error).toBeNull()
      }),
    )
  })

  it('refuses what is nested without end instead of falling over', () => {
    expect(parseFilterExpression(`${'('.repeat(5000)}fault`).error?.message).toContain('nested')
  })
})
