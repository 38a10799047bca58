import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addToSketch,
  countWithin,
  createSketch,
  decodeSketch,
  encodeSketch,
  mergeSketches,
  sketchCount,
  sketchQuantile,
  sketchQuantiles,
} from '@/lib/domain/sketch'

const QUANTILES = [0, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1]

function sketchOf(values: readonly number[]) {
  const sketch = createSketch()
  for (const value of values) addToSketch(sketch, value)
  return sketch
}

function nearestRank(values: readonly number[], quantile: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(quantile * sorted.length - 1e-9 * sorted.length) - 1)] ?? Number.NaN
}

const hundredths = fc.integer({ min: 0, max: 90_000_000 }).map((n) => n / 100)
const value = fc.oneof(hundredths, fc.double({ min: 1e-300, max: 1e300, noNaN: true }), fc.constantFrom(0, 1, 3.1))
const values = fc.array(value, { maxLength: 300 })

describe('a sketch', () => {
  it('answers every quantile within 1 % of the exact nearest rank', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 300 }), (list) => {
        const sketch = sketchOf(list)
        for (const quantile of QUANTILES) {
          const exact = nearestRank(list, quantile)
          const answer = sketchQuantile(sketch, quantile) ?? Number.NaN
          expect(Math.abs(answer - exact)).toBeLessThanOrEqual(exact * (0.01 + 1e-9))
        }
      }),
    )
  })

  it('merged is the sketch of both sets', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const merged = mergeSketches(sketchOf(a), sketchOf(b))
        expect(encodeSketch(merged)).toEqual(encodeSketch(sketchOf([...a, ...b])))
        expect(sketchCount(merged)).toBe(a.length + b.length)
      }),
    )
  })

  it('gives the same bytes whatever the order of its values', () => {
    fc.assert(
      fc.property(
        values.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          expect(encodeSketch(sketchOf(shuffled))).toEqual(encodeSketch(sketchOf(list)))
        },
      ),
    )
  })

  it('comes back from its bytes', () => {
    const entry = fc.tuple(value, fc.integer({ min: 1, max: 2 ** 40 }))
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        const sketch = createSketch()
        for (const [one, count] of entries) addToSketch(sketch, one, count)
        expect(decodeSketch(encodeSketch(sketch))).toEqual(sketch)
      }),
    )
  })

  it('takes two to three bytes a bucket', () => {
    expect(encodeSketch(sketchOf([100, 101, 250, 250, 3000])).length).toBeLessThanOrEqual(13)
  })

  it('counts what lies within bounds, but for the buckets that they divide', () => {
    const bound = fc.option(fc.oneof(hundredths, fc.constantFrom(0, 3.1)))
    fc.assert(
      fc.property(values, bound, bound, (all, above, atMost) => {
        const within = all.filter((one) => one > (above ?? -1) && one <= (atMost ?? 1e301)).length
        const { certain, possible } = countWithin(encodeSketch(sketchOf(all)), above, atMost)
        expect(certain).toBeLessThanOrEqual(within)
        expect(possible).toBeGreaterThanOrEqual(within)
      }),
    )
    expect(countWithin(encodeSketch(sketchOf([0, 1, 50, 100, 150])), 2, 120)).toEqual({ certain: 2, possible: 2 })
    expect(countWithin(encodeSketch(sketchOf([0, 1, 50, 100, 150])), null, 100)).toEqual({ certain: 3, possible: 4 })
  })

  it('of nothing has no quantile, and count 0', () => {
    expect(sketchQuantile(createSketch(), 0.5)).toBeNull()
    expect(sketchQuantiles(decodeSketch(new Uint8Array()), [0.5, 0.9])).toEqual([null, null])
    expect(sketchCount(createSketch())).toBe(0)
  })

  it('keeps zeros as zeros', () => {
    const sketch = sketchOf([0, 0, 0, 10])
    expect(sketchQuantile(sketch, 0.5)).toBe(0)
    expect(sketchQuantile(sketch, 1)).toBeCloseTo(10, 0)
  })

  it('takes rank 99 of 100 for p99', () => {
    const list = Array.from({ length: 100 }, (_, i) => (i === 99 ? 10_000 : 1))
    expect(sketchQuantile(sketchOf(list), 0.99)).toBeCloseTo(1, 1)
  })

  it('refuses what is not a number, and bytes that were cut', () => {
    expect(() => addToSketch(createSketch(), Number.NaN)).toThrow(RangeError)
    expect(() => decodeSketch(Uint8Array.from([0, 130]))).toThrow(RangeError)
  })
})
