import fc from 'fast-check'
import { expect, it } from 'vitest'
import { mergePackedSketches, packedQuantile, TAKEN_AWAY } from '@/lib/domain/merged-sketch'
import {
  HOUR_BYTES,
  type HourTotals,
  type PackedHours,
  packHours,
  SKETCH_AT,
  sumPackedHours,
} from '@/lib/domain/pack-hours'
import {
  addEncodedSketch,
  addToSketch,
  createSketch,
  encodeSketch,
  sketchCount,
  sketchQuantile,
} from '@/lib/domain/sketch'

const Hour = fc.record({
  invocations: fc.integer({ min: 1, max: 2 ** 31 }),
  coldStarts: fc.integer({ min: 0, max: 1_000 }),
  gbMs: fc.integer({ min: 0, max: 1e9 }),
  maxMemoryUsedMb: fc.option(fc.integer({ min: 1, max: 10_240 })),
  durations: fc.array(fc.double({ min: 0, max: 900_000, noNaN: true }), { maxLength: 5 }),
})
const Hours = fc.array(fc.option(Hour), { minLength: 24, maxLength: 24 }).map((hours) =>
  hours.flatMap((one, hour): (HourTotals & { durations: number[] })[] => {
    if (one === null) return []
    const sketch = createSketch()
    for (const duration of one.durations) addToSketch(sketch, duration)
    return [{ ...one, hour, sketch: encodeSketch(sketch) }]
  }),
)

/** What a reader takes of a day for some of its hours. */
function partOf({ figures, sketches }: PackedHours, fromHour: number, toHour: number) {
  const view = new DataView(figures.buffer, figures.byteOffset)
  const sketchUntil = (hour: number, sign: number) => {
    const at = hour * HOUR_BYTES + SKETCH_AT
    const [begin, length] = [view.getUint32(at), view.getUint32(at + 4)]
    const head = Buffer.alloc(4)
    head.writeUInt32BE(length + sign)
    return [head, sketches.subarray(begin, begin + length)]
  }
  const pieces = [...sketchUntil(toHour - 1, 0), ...(fromHour > 0 ? sketchUntil(fromHour - 1, TAKEN_AWAY) : [])]
  return {
    sum: sumPackedHours(
      new DataView(figures.buffer, figures.byteOffset + fromHour * HOUR_BYTES, (toHour - fromHour) * HOUR_BYTES),
    ),
    sketches: Buffer.concat(pieces),
  }
}

it('adds up the same of any hours as adding them one by one', () => {
  fc.assert(
    fc.property(Hours, fc.nat({ max: 23 }), fc.nat({ max: 23 }), (hours, one, other) => {
      const [from, to] = [Math.min(one, other), Math.max(one, other) + 1]
      const own = hours.filter(({ hour }) => hour >= from && hour < to)
      const { sum, sketches } = partOf(packHours(hours), from, to)
      const merged = createSketch()
      for (const { sketch } of own) addEncodedSketch(merged, sketch)
      expect(sketchCount(mergePackedSketches(sketches))).toBe(sketchCount(merged))
      expect(encodeSketch(mergePackedSketches(sketches))).toEqual(encodeSketch(merged))
      for (const quantile of [0.5, 0.95]) {
        expect(packedQuantile([sketches], quantile)).toBe(sketchQuantile(merged, quantile))
      }
      if (own.length === 0) {
        expect(sum).toBeNull()
        return
      }
      const added = (of: 'invocations' | 'coldStarts' | 'gbMs') => own.reduce((total, hour) => total + hour[of], 0)
      const memory = Math.max(...own.map(({ maxMemoryUsedMb }) => maxMemoryUsedMb ?? 0))
      expect(sum).toEqual({
        invocations: added('invocations'),
        coldStarts: added('coldStarts'),
        gbMs: added('gbMs'),
        maxMemoryUsedMb: memory === 0 ? null : memory,
      })
    }),
  )
})
