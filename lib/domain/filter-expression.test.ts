import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFilterExpression } from '@/lib/domain/filter-expression'

const flag = (name: string) => ({ kind: 'flag', flag: name })
const not = (inner: object) => ({ kind: 'not', inner })
const filterOf = (expression: string) => parseFilterExpression(expression).filter

describe('parseFilterExpression', () => {
  it.each([
    ['fault', flag('fault')],
    ['fault = true', flag('fault')],
    ['ok = false', not(flag('ok'))],
    ['throttle != true', not(flag('throttle'))],
    ['!error', not(flag('error'))],
    ['responsetime > 5', { kind: 'number', field: 'responsetime', operator: '>', value: 5 }],
    ['duration<=0.25', { kind: 'number', field: 'duration', operator: '<=', value: 0.25 }],
    ['http.status != 200', { kind: 'number', field: 'http.status', operator: '!=', value: 200 }],
    ['http.url CONTAINS "/orders"', { kind: 'text', field: 'http.url', operator: 'CONTAINS', value: '/orders' }],
    ['http.method = "a\\"b"', { kind: 'text', field: 'http.method', operator: '=', value: 'a"b' }],
    ['service("orders-api")', { kind: 'service', name: 'orders-api' }],
    ['annotation[aws:api_stage] = "Prod"', { kind: 'annotation', key: 'aws:api_stage', operator: '=', value: 'Prod' }],
    ['annotation.age > 40', { kind: 'annotation', key: 'age', operator: '>', value: 40 }],
    ['annotation.cold = true', { kind: 'annotation', key: 'cold', operator: '=', value: true }],
  ])('reads %s', (expression, filter) => {
    expect(parseFilterExpression(expression)).toEqual({ filter, error: null })
  })

  it('binds AND closer than OR, and parentheses closer than both', () => {
    const [ok, error, fault] = [flag('ok'), flag('error'), flag('fault')]
    expect(filterOf('ok OR error AND fault')).toEqual({
      kind: 'or',
      left: ok,
      right: { kind: 'and', left: error, right: fault },
    })
    expect(filterOf('(ok or error) and fault')).toEqual({
      kind: 'and',
      left: { kind: 'or', left: ok, right: error },
      right: fault,
    })
    expect(filterOf('!(ok AND error)')).toEqual(not({ kind: 'and', left: ok, right: error }))
  })

  it.each([
    ['', 0, 'Expected a condition'],
    ['fault AND', 9, 'Expected a condition'],
    ['fault fault', 6, 'Expected AND, OR or the end'],
    ['duration > "5"', 11, 'number'],
    ['duration CONTAINS 5', 9, 'Expected one of'],
    ['http.url > "x"', 9, 'Expected one of'],
    ['http.url = "x', 11, 'no closing quote'],
    ['service("x") { fault }', 13, 'not supported'],
    ['edge("a", "b")', 0, 'not supported'],
    ['annotation.x > "a"', 13, 'numbers only'],
    ['(fault', 6, 'Expected )'],
    ['fault # x', 6, 'no meaning'],
    [`${'('.repeat(200)}fault`, 100, 'too deeply'],
  ])('says where %j cannot be read', (expression, position, message) => {
    expect(parseFilterExpression(expression)).toMatchObject({
      filter: null,
      error: { position, message: expect.stringContaining(message) },
    })
  })

  it('answers any text with a filter or with a place in it', () => {
    const piece = fc.constantFrom(
      'fault',
      'AND',
      'OR',
      '!',
      '(',
      ')',
      'duration',
      '>',
      '5',
      '"x"',
      'service',
      'annotation',
      '[',
      ']',
    )
    const text = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(' ')),
    )
    fc.assert(
      fc.property(text, (expression) => {
        const { filter, error } = parseFilterExpression(expression)
        expect(filter === null).toBe(error !== null)
        if (error) expect(error.position).toBeLessThanOrEqual(expression.length)
      }),
      { numRuns: 2000 },
    )
  })
})
