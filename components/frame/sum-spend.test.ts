import { expect, it } from 'vitest'
import { spendSource, sumSpend } from '@/components/frame/sum-spend'

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
