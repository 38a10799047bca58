import { expect, it } from 'vitest'
import { type Budget, describeBudget, periodStartMs, sourceOfService, usableUsd } from '@/lib/domain/budget'

const budget = (own: Partial<Budget>): Budget => ({ accountId: '', source: '', period: 'day', usd: 10, ...own })

it('stops the dearest first: Insights, then points, then traces, and listings only at the end', () => {
  const usable = (service: string, operation: string) => usableUsd(budget({}), service, operation)
  const order = [
    usable('logs', 'StartQuery'),
    usable('cloudwatch', 'GetMetricData'),
    usable('xray', 'BatchGetTraces'),
    usable('cloudwatch', 'ListMetrics'),
  ]
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  expect(new Set(order).size).toBe(4)
  expect(order.at(-1)).toBe(10)
})

it('lets a source use all of a budget of its own', () => {
  expect(usableUsd(budget({ source: 'metrics' }), 'cloudwatch', 'GetMetricData')).toBe(10)
})

it('begins days and months in UTC', () => {
  const nowMs = Date.UTC(2026, 10, 20, 23, 59)
  expect(periodStartMs('day', nowMs)).toBe(Date.UTC(2026, 10, 20))
  expect(periodStartMs('month', nowMs)).toBe(Date.UTC(2026, 10, 1))
})

it('names what it is a budget of', () => {
  expect(describeBudget(budget({ accountId: '111122223333', source: 'metrics', period: 'month' }))).toBe(
    'This month’s budget of $10 for metrics of account 111122223333',
  )
  expect(describeBudget(budget({}))).toBe('Today’s budget of $10 for calls to AWS')
  expect(sourceOfService('xray')).toBe('traces')
  expect(sourceOfService('s3')).toBeNull()
})
