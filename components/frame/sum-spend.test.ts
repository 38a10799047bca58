import { expect, it } from 'vitest'
import { functionSpendRows, spendSource, sumSpend, withToday } from '@/components/frame/sum-spend'

const of = (accountId: string, service: string, operation: string, calls: number, usd: number) => {
  return { accountId, region: 'eu-west-1', service, operation, calls, billedUnits: calls, usd }
}
const SPEND = [
  of('1', 'cloudwatch', 'GetMetricData', 4, 0.04),
  of('2', 'xray', 'BatchGetTraces', 1, 0.05),
  of('2', 'cloudwatch', 'GetMetricData', 2, 0.02),
  of('2', 'sts', 'GetCallerIdentity', 1, 0),
]

it('adds up by account and by source, dearest first, without losing a call', () => {
  expect(sumSpend(SPEND, ({ accountId }) => accountId)).toEqual([
    { label: '2', calls: 4, usd: expect.closeTo(0.07) },
    { label: '1', calls: 4, usd: 0.04 },
  ])
  expect(sumSpend(SPEND, spendSource).map(({ label, calls }) => [label, calls])).toEqual([
    ['Metrics', 6],
    ['Traces', 1],
    ['Inventory', 1],
  ])
})

it('tells what of the month is of today', () => {
  const month = [
    { label: 'a', calls: 9, usd: 5 },
    { label: 'b', calls: 1, usd: 1 },
  ]
  expect(withToday(month, [{ label: 'a', calls: 1, usd: 2 }]).map(({ todayUsd }) => todayUsd)).toEqual([2, 0])
  expect(withToday(month, undefined).map(({ todayUsd }) => todayUsd)).toEqual([undefined, undefined])
})

it('names the dearest functions, with the others and what serves all, and loses nothing', () => {
  const fn = (functionName: string, usd: number) => ({
    ...{ functionName, accountId: '1', region: 'eu-west-1', calls: usd * 10, usd },
  })
  const month = {
    functions: [fn('a', 5), fn('b', 3), fn('c', 1)],
    others: { functions: 4, calls: 8, usd: 0.5 },
    shared: { calls: 20, usd: 2 },
  }
  const today = { functions: [fn('a', 1)], others: { functions: 0, calls: 0, usd: 0 }, shared: { calls: 2, usd: 0.25 } }
  const rows = functionSpendRows(month, today, 2)
  expect(rows.map(({ label, usd, todayUsd }) => [label, usd, todayUsd])).toEqual([
    ['a', 5, 1],
    ['b', 3, 0],
    ['5 more', 1.5, 0],
    ['Serves all functions', 2, 0.25],
  ])
  expect(rows.reduce((sum, { calls }) => sum + calls, 0)).toBeCloseTo(118)
  // Of today the answer may not name a function that the month's does.
  const many = { ...today, others: { functions: 3, calls: 1, usd: 0.1 } }
  expect(functionSpendRows(month, many, 2).map(({ todayUsd }) => todayUsd)).toEqual([1, undefined, undefined, 0.25])
})
