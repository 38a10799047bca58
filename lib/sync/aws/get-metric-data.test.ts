import { expect, it } from 'vitest'
import { countBilledMetrics, type MetricQuery } from '@/lib/sync/aws/get-metric-data'

const query = (id: number, metric: string, statistic: string, dimensions: MetricQuery['dimensions']): MetricQuery => {
  return { id, metric, statistic, periodS: 60, dimensions }
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
