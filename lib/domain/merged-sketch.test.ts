import fc from 'fast-check'
import { expect, it } from 'vitest'
import { mergePackedSketches, packedQuantile, TAKEN_AWAY } from '@/lib/domain/merged-sketch'
import { addToSketch, createSketch, encodeSketch, sketchQuantile } from '@/lib/domain/sketch'

const QUANTILES = [0, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1]
/** Durations, and what no duration is. */
const Value = fc.oneof(fc.double({ min: 0, max: 900_000, noNaN: true }), fc.constantFrom(0, 1e-200, 1e300))
const Values = fc.array(Value, { maxLength: 30 })

function sketchOf(values: readonly number[]) {
  const sketch = createSketch()
  for (const value of values) addToSketch(sketch, value)
  return sketch
}

function pack(values: readonly number[], sign = 0): Buffer {
  const bytes = encodeSketch(sketchOf(values))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length + sign)
  return Buffer.concat([length, bytes])
}

it('merges packed sketches to the same as their values added one by one, and nothing stays from one to the next', () => {
  fc.assert(
    fc.property(fc.array(Values, { maxLength: 6 }), (parts) => {
      const packed = parts.map((values) => pack(values))
      const all = sketchOf(parts.flat())
      expect(encodeSketch(mergePackedSketches(Buffer.concat(packed)))).toEqual(encodeSketch(all))
      for (const quantile of QUANTILES) {
        expect(packedQuantile(packed, quantile)).toBe(sketchQuantile(all, quantile))
        expect(packedQuantile([Buffer.concat(packed)], quantile)).toBe(sketchQuantile(all, quantile))
      }
    }),
  )
})

it('takes away what another sketch holds', () => {
  fc.assert(
    fc.property(Values, Values, (first, later) => {
      const rest = [pack([...first, ...later]), pack(first, TAKEN_AWAY)]
      expect(encodeSketch(mergePackedSketches(Buffer.concat(rest)))).toEqual(encodeSketch(sketchOf(later)))
      for (const quantile of QUANTILES) {
        expect(packedQuantile(rest, quantile)).toBe(sketchQuantile(sketchOf(later), quantile))
      }
    }),
  )
})
