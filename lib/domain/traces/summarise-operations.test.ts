import { describe, expect, it } from 'vitest'
import type { JsonObject } from '@/lib/domain/json-value'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { at, sampleTrace } from '@/lib/domain/traces/sample-trace'
import { summariseOperations } from '@/lib/domain/traces/summarise-operations'

const rows = (documents: JsonObject[]) => summariseOperations(buildTree(parseSegments(documents)))
const call = (id: string, from: number, to: number | null, more: object = {}) => ({
  id,
  name: 'DynamoDB',
  namespace: 'aws',
  start_time: at(from),
  ...(to === null ? { in_progress: true } : { end_time: at(to) }),
  aws: { operation: 'GetItem', table_name: 't' },
  ...more,
})
const ran = (...subsegments: object[]) => [
  { id: 'f', name: 'fn', origin: 'AWS::Lambda::Function', start_time: at(0), end_time: at(100), subsegments },
]

describe('summariseOperations', () => {
  it('tells calls of a service apart by their operation, and services of one name by their type', () => {
    const all = rows(sampleTrace())
    expect(all.map(({ service, type, name, operation }) => [service, type, name, operation].join(' ')).sort()).toEqual([
      'orders AWS::DynamoDB::Table orders PutItem',
      'orders-api AWS::Lambda orders-api ',
      'orders-api AWS::Lambda::Function DynamoDB PutItem',
      'orders-api AWS::Lambda::Function Initialization ',
      'orders-api AWS::Lambda::Function Invocation ',
      'orders-api AWS::Lambda::Function SQS SendMessage',
      'orders-api AWS::Lambda::Function compute total ',
      'orders-api AWS::Lambda::Function orders-api ',
      'shop/Prod AWS::ApiGateway::Stage Lambda Invoke',
      'shop/Prod AWS::ApiGateway::Stage shop/Prod POST',
    ])
    expect(all[0]).toMatchObject({ service: 'orders', selfMs: 1990 })
    expect(all.find(({ name }) => name === 'SQS')).toMatchObject({ count: 1, throttles: 1, errors: 0, faults: 0 })
  })

  it('counts, sums and ranks the spans of an operation', () => {
    const [calls] = rows(
      ran(
        call('a', 0, 10),
        call('b', 10, 40, { fault: true, error: true }),
        call('c', 50, 60, { error: true }),
        call('d', 60, 80, { error: true, throttle: true }),
      ),
    )
    expect(calls).toMatchObject({
      ...{ name: 'DynamoDB', operation: 'GetItem', count: 4, running: 0, errors: 1, faults: 1, throttles: 1 },
      ...{ totalMs: 70, selfMs: 70, averageMs: 17.5, p50Ms: 10, p95Ms: 30, maxMs: 30, share: 0.7 },
      slowest: [
        { id: 'b', durationMs: 30 },
        { id: 'd', durationMs: 20 },
        { id: 'a', durationMs: 10 },
        { id: 'c', durationMs: 10 },
      ],
    })
  })

  it('counts time in which several ran at once only once in their share', () => {
    const calls = rows(ran(call('a', 0, 50), call('b', 0, 50), call('c', 40, 60)))[0]
    expect(calls).toMatchObject({ totalMs: 120, share: 0.6 })
  })

  it('knows no times of what has not ended', () => {
    const calls = rows(ran(call('a', 40, null))).find(({ name }) => name === 'DynamoDB')
    expect(calls).toMatchObject({ count: 1, running: 1, totalMs: null, averageMs: null, p50Ms: null, share: 0.6 })
  })

  it('has nothing to say of nothing', () => {
    expect(rows([])).toEqual([])
  })
})
