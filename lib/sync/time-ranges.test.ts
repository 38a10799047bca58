import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addRange, findHoles, type TimeRange } from '@/lib/sync/time-ranges'

const range = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 20 }))
  .map(([fromMs, length]): TimeRange => ({ fromMs, toMs: fromMs + length }))

function has(ranges: readonly TimeRange[], atMs: number): boolean {
  return ranges.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs)
}

describe('time ranges', () => {
  it('finds exactly the moments that are not covered', () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 8 }), range, (covered, whole) => {
        const holes = findHoles(covered, whole)
        for (let at = 0; at < 90; at += 1) {
          expect(has(holes, at)).toBe(has([whole], at) && !has(covered, at))
        }
      }),
    )
  })

  it('adds a range so that exactly its moments are there besides the others, sorted and apart', () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 8 }), (ranges) => {
        const joined = ranges.reduce<TimeRange[]>(addRange, [])
        for (let at = 0; at < 90; at += 1) expect(has(joined, at)).toBe(has(ranges, at))
        for (const [at, one] of joined.entries()) {
          expect(one.fromMs).toBeGreaterThan(joined[at - 1]?.toMs ?? -1)
        }
      }),
    )
  })
})
