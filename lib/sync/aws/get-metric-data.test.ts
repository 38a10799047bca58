import { expect, it } from 'vitest'
import { countBilledMetrics, type MetricQuery, shareOut } from '@/lib/sync/aws/get-metric-data'

const query = (id: number, metric: string, statistic: string, dimensions: MetricQuery['dimensions']): MetricQuery => {
  return { id, functionId: null, metric, statistic, periodS: 60, dimensions }
}

it('bills up to five statistics of one metric as one', () => {
  const orders = { FunctionName: 'orders' }
  const statistics = ['p50', 'p90', 'p95', 'p99', 'Maximum', 'Average']
  const durations = statistics.map((statistic, at) => query(at, 'Duration', statistic, orders))
  expect(countBilledMetrics(durations.slice(0, 5))).toBe(1)
  expect(countBilledMetrics(durations)).toBe(2)
  expect(countBilledMetrics([query(1, 'Errors', 'Sum', orders), query(2, 'Invocations', 'Sum', orders)])).toBe(2)
  expect(countBilledMetrics([query(1, 'Errors', 'Sum', orders), query(2, 'Errors', 'Sum', {})])).toBe(2)
})

it('shares a request out by what is billed for each function', () => {
  const of = (functionId: number | null, name: string, ...metrics: string[]) =>
    metrics.map((metric, at) => ({ ...query(at, metric, 'Sum', { FunctionName: name }), functionId }))
  const orders = of(1, 'orders', 'Errors', 'Invocations')
  const durations = ['p50', 'p99'].map((statistic, at) => ({
    ...query(at, 'Duration', statistic, { FunctionName: 'payments' }),
    functionId: 2,
  }))
  const account = of(null, '', 'ClaimedAccountConcurrency')
  expect(shareOut([...orders, ...durations, ...account])).toEqual([
    { functionId: 1, share: 0.5 },
    { functionId: 2, share: 0.25 },
  ])
})
