import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pickTimeTicks, pickValueTicks } from '@/components/charts/pick-ticks'

const HOUR = 3_600_000

describe('pickValueTicks', () => {
  it.each([
    [0, ['0', '1']],
    [3, ['0', '1', '2', '3']],
    [87, ['0', '50', '100']],
    [1234, ['0', '500', '1 k', '1.5 k']],
  ])('counts up to %d in round whole numbers', (largest, labels) => {
    expect(pickValueTicks(largest, 'count').map(({ label }) => label)).toEqual(labels)
  })

  it('steps memory by powers of two', () => {
    expect(pickValueTicks(512, 'mb').map(({ at }) => at)).toEqual([0, 128, 256, 384, 512])
  })

  it('reaches the largest value in at most five steps, from zero', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        fc.constantFrom('count', 'ms', 'mb'),
        (largest, unit) => {
          const ticks = pickValueTicks(largest, unit)
          expect(ticks[0]?.at).toBe(0)
          expect(ticks.at(-1)?.at).toBeGreaterThanOrEqual(largest * (1 - 1e-9))
          expect(ticks.length).toBeLessThanOrEqual(6)
        },
      ),
    )
  })
})

describe('pickTimeTicks', () => {
  it('stands on round moments and names midnight by its day', () => {
    const midnight = Date.UTC(2026, 10, 24)
    const ticks = pickTimeTicks(midnight - 2 * HOUR, midnight + 2 * HOUR, 0)
    expect(ticks.map(({ label }) => label)).toEqual(['22:00', '23:00', '24 Nov', '01:00', '02:00'])
  })

  it('follows the shown zone', () => {
    const [first] = pickTimeTicks(Date.UTC(2026, 10, 24, 10), Date.UTC(2026, 10, 24, 12), 1.5 * HOUR)
    expect(first?.label).toBe('11:30')
  })

  it('never draws more than asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60_000, max: 60 * 24 * HOUR }), (length) => {
        expect(pickTimeTicks(1e12, 1e12 + length, 0).length).toBeLessThanOrEqual(8)
      }),
    )
  })
})
