import fc from 'fast-check'
import { expect, it } from 'vitest'
import { computeStatistic, isStatistic } from '@/simulator/metrics/compute-statistic'

it.each([
  ['SampleCount', 5],
  ['Sum', 30],
  ['Average', 6],
  ['Minimum', 1],
  ['Maximum', 13],
  ['p0', 1],
  ['p50', 5],
  ['p75', 8],
  ['p90', 11],
  ['p100', 13],
])('%s over two minutes', (statistic, expected) => {
  const minutes = [
    { values: [5, 1, 8], counts: null },
    { values: [3, 13], counts: null },
  ]
  expect(computeStatistic(minutes, statistic)).toBeCloseTo(expected, 9)
})

it('weighs values by how often they occurred', () => {
  const errors = [{ values: [0, 1], counts: [8, 2] }]
  expect(computeStatistic(errors, 'Average')).toBe(0.2)
  expect(computeStatistic(errors, 'SampleCount')).toBe(10)
  expect(computeStatistic(errors, 'p50')).toBe(0)
  expect(computeStatistic(errors, 'p99')).toBeCloseTo(1, 9)
  expect(computeStatistic([{ values: [0, 1], counts: [4, 0] }], 'Maximum')).toBe(0)
})

it('never leaves the range of the values and rises with the rank', () => {
  const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(values, fc.integer({ min: 0, max: 99 }), (all, rank) => {
      const samples = [{ values: all, counts: null }]
      const low = computeStatistic(samples, `p${rank}`)
      const high = computeStatistic(samples, `p${rank + 1}`)
      expect(low).toBeLessThanOrEqual(high + 1e-6)
      expect(low).toBeGreaterThanOrEqual(Math.min(...all) - 1e-6)
      expect(high).toBeLessThanOrEqual(Math.max(...all) + 1e-6)
    }),
  )
})

it('knows its statistics', () => {
  for (const name of ['Sum', 'p50', 'p99.9', 'p100']) expect(isStatistic(name)).toBe(true)
  for (const name of ['sum', 'p101', 'p', 'tm99', 'median', '']) expect(isStatistic(name)).toBe(false)
})
