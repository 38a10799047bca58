import { expect, it } from 'vitest'
import { buildSparkPath } from '@/components/charts/build-spark-path'

it('lifts the pen over a gap and marks a lone point', () => {
  const path = buildSparkPath([1, 2, null, 2, null], 40, 10)
  expect(path).toBe('M0 5h0.01L10 1M30 1h0.01')
})

it('draws zeros along the bottom', () => {
  expect(buildSparkPath([0, 0], 10, 10)).toBe('M0 9h0.01L10 9')
})

it('draws nothing where nothing is known', () => {
  expect(buildSparkPath([null], 10, 10)).toBe('')
})
