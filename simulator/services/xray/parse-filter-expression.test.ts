import { describe, expect, it } from 'vitest'
import { parseFilterExpression } from '@/simulator/services/xray/parse-filter-expression'
import { viewTrace } from '@/simulator/services/xray/trace-view'

function view(documents: Record<string, unknown>[]) {
  const segments = documents.map((document) => ({
    traceId: '1-5f84c7a1-000000000000000000000001',
    id: String(document.id),
    document,
    visibleAtMs: 0,
    revision: 0,
  }))
  const trace = viewTrace('1-5f84c7a1-000000000000000000000001', segments, '123456789012')
  if (!trace) throw new Error('no segments')
  return trace
}

const trace = view([
  {
    id: 'a',
    name: 'shop/prod',
    origin: 'AWS::ApiGateway::Stage',
    start_time: 10,
    end_time: 13,
    fault: true,
    http: { request: { method: 'POST', url: 'https://shop/orders' }, response: { status: 502 } },
    annotations: { tier: 'gold', items: 3, paid: false },
  },
  { id: 'b', parent_id: 'a', name: 'orders', origin: 'AWS::Lambda', start_time: 10.5, end_time: 12.9, error: true },
  { id: 'c', parent_id: 'b', name: 'orders', origin: 'AWS::Lambda::Function', start_time: 11, end_time: 15 },
])

function matches(expression: string): boolean {
  return parseFilterExpression(expression)({ trace, service: null })
}

describe('a filter expression', () => {
  it.each([
    ['', true],
    ['fault', true],
    ['error', false],
    ['ok', false],
    ['fault = true AND error = false', true],
    ['responsetime = 3', true],
    ['duration > 4.9', true],
    ['duration >= 5 AND responsetime < 3', false],
    ['duration < 1 OR http.status = 502', true],
    ['!(http.status = 502)', false],
    ['http.url CONTAINS "orders"', true],
    ['http.url BEGINSWITH "http://"', false],
    ['http.method = "POST" AND (ok OR fault)', true],
    ['annotation.tier = "gold"', true],
    ['annotation[tier] = "silver"', false],
    ['annotation[items] >= 3', true],
    ['annotation[paid] = false', true],
    ['annotation.missing', false],
    ['service("orders")', true],
    ['service("payments")', false],
    ['service("orders") { error }', true],
    ['service("orders") { fault }', false],
    ['service(id(name: "orders", type: "AWS::Lambda::Function")) { responsetime > 3.5 }', true],
    ['service(id(name: "orders", type: "AWS::Lambda")) { responsetime > 3.5 }', false],
    ['service(id(account.id: "123456789012")) { ok }', true],
  ])('%s → %s', (expression, expected) => {
    expect(matches(expression)).toBe(expected)
  })

  it.each([
    'colour = "red"',
    'duration >',
    'duration > "long" AND',
    'service("a"',
    'service(id(colour: "red"))',
    '(fault',
    'fault fault',
    'duration ~ 3',
    '"orders"',
    'fault = 3',
  ])('refuses %s', (expression) => {
    expect(() => parseFilterExpression(expression)).toThrow(
      expect.objectContaining({ code: 'InvalidRequestException' }),
    )
  })
})
