import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type DurationPart, mixPercentiles } from '@/lib/domain/mix-percentiles'

const RANKS = [0.5, 0.95, 0.99, 1]
const part = fc
  .tuple(
    fc.integer({ min: 1, max: 500 }),
    fc.array(fc.double({ min: 1, max: 900_000, noNaN: true }), { minLength: 4, maxLength: 4 }),
  )
  .map(([count, values]): DurationPart => {
    const [p50 = 0, p95 = 0, p99 = 0, max = 0] = values.sort((a, b) => a - b)
    return { count, p50, p95, p99, max }
  })

it('gives one stretch its own quantiles back', () => {
  const one = { count: 7, p50: 20, p95: 80, p99: 95, max: 100 }
  for (const [index, value] of mixPercentiles([one], RANKS).entries()) {
    expect(value).toBeCloseTo([20, 80, 95, 100][index] ?? 0, 6)
  }
})

it('weighs stretches by how much they hold', () => {
  const fast = { count: 990, p50: 10, p95: 11, p99: 12, max: 13 }
  const slow = { count: 10, p50: 1000, p95: 1100, p99: 1200, max: 1300 }
  const [p50 = 0, p95 = 0, p99 = 0] = mixPercentiles([fast, slow], RANKS)
  expect(p50).toBeLessThan(11)
  expect(p95).toBeLessThan(12)
  expect(p99).toBeLessThanOrEqual(13.1)
  expect(mixPercentiles([fast, { ...slow, count: 100 }], [0.95])[0]).toBeGreaterThan(900)
})

it('knows nothing of nothing', () => {
  expect(mixPercentiles([], [0.5])).toEqual([null])
})

it('stays between the lowest and the highest of the same quantile, and rises with the rank', () => {
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), (parts) => {
      const found = mixPercentiles(parts, RANKS).map((value) => value ?? Number.NaN)
      for (const [index, pick] of (['p50', 'p95', 'p99', 'max'] as const).entries()) {
        const own = parts.map((one) => one[pick])
        expect(found[index]).toBeGreaterThanOrEqual(Math.min(...own) * (1 - 1e-6) - 1e-6)
        expect(found[index]).toBeLessThanOrEqual(Math.max(...own) * (1 + 1e-6) + 1e-6)
      }
      expect(found).toEqual(found.toSorted((a, b) => a - b))
    }),
  )
})
