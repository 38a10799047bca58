import { expect, it } from 'vitest'
import { buildSparkPath } from '@/components/charts/build-spark-path'

it('lifts the pen over a gap and marks a lone point', () => {
  const path = buildSparkPath([1, 2, null, 2, null], { width: 40, height: 10 })
  expect(path).toBe('M0 5h0.01L10 1M30 1h0.01')
})

it('draws zeros along the bottom', () => {
  expect(buildSparkPath([0, 0], { width: 10, height: 10 })).toBe('M0 9h0.01L10 9')
})

it('draws nothing where nothing is known', () => {
  expect(buildSparkPath([null], { width: 10, height: 10 })).toBe('')
})

it('draws a part in its place among all, as high as beside the others', () => {
  const box = { width: 30, height: 10 }
  expect(buildSparkPath([0, 2, 4, 1], box, { to: 3 })).toBe('M0 9h0.01L10 5L20 1')
  expect(buildSparkPath([0, 2, 4, 1], box, { from: 2 })).toBe('M20 1h0.01L30 7')
})
