import { expect, it } from 'vitest'
import type { ChartSeries } from '@/components/charts/chart-spec'
import { stretchOrder } from '@/components/overview/stretch-order'

const series = (key: string, values: (number | null)[]): ChartSeries => {
  return { key, label: key, color: 'red', shape: 'area', values }
}
const chart = {
  id: 'fleet-failures',
  atMs: [0, 60, 120],
  series: [series('errors', [5, 1, null]), series('throttles', [0, 9, null])],
}

it('functions stand by what the stretch holds most of', () => {
  expect(stretchOrder(chart, null, { fromMs: 0, toMs: 60 })).toBe('-errors')
  expect(stretchOrder(chart, null, { fromMs: 60, toMs: 120 })).toBe('-throttles')
  expect(stretchOrder(chart, new Set(['throttles']), { fromMs: 0, toMs: 60 })).toBe('-throttles')
  expect(stretchOrder({ ...chart, id: 'fleet-invocations' }, null, { fromMs: 0, toMs: 60 })).toBe('-invocations')
})
