import fc from 'fast-check'
import { expect, it } from 'vitest'
import { HEAD_BYTES, type HourTotals, packHours, sumPackedHours } from '@/lib/domain/pack-hours'
import { addToSketch, createSketch, encodeSketch, mergePackedSketches, sketchCount } from '@/lib/domain/sketch'

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

it('adds up the same of any hours as adding them one by one', () => {
  fc.assert(
    fc.property(Hours, fc.nat({ max: 24 }), fc.nat({ max: 24 }), (hours, from, to) => {
      const own = hours.filter(({ hour }) => hour >= from && hour < to)
      const sum = sumPackedHours(packHours(hours), from, to)
      if (own.length === 0) {
        expect(sum).toBeNull()
        return
      }
      const figures = packHours(hours).subarray(0, 1 + hours.length * HEAD_BYTES)
      expect(sumPackedHours(figures, from, to)).toEqual({ ...sum, sketches: new Uint8Array() })
      const added = (of: 'invocations' | 'coldStarts' | 'gbMs') => own.reduce((total, one) => total + one[of], 0)
      const memory = Math.max(...own.map(({ maxMemoryUsedMb }) => maxMemoryUsedMb ?? 0))
      expect(sum).toMatchObject({
        invocations: added('invocations'),
        coldStarts: added('coldStarts'),
        gbMs: added('gbMs'),
        maxMemoryUsedMb: memory === 0 ? null : memory,
      })
      expect(sketchCount(mergePackedSketches(sum?.sketches ?? new Uint8Array()))).toBe(
        own.reduce((total, { durations }) => total + durations.length, 0),
      )
    }),
  )
})
