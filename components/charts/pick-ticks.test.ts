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
    const ticks = pickTimeTicks(midnight - 2 * HOUR, midnight + 2 * HOUR, 'UTC')
    expect(ticks.map(({ label }) => label)).toEqual(['22:00', '23:00', '24 Nov', '01:00', '02:00'])
  })

  it('follows the shown zone', () => {
    const [first] = pickTimeTicks(Date.UTC(2026, 10, 24, 10), Date.UTC(2026, 10, 24, 12), 'Asia/Kolkata')
    expect(first?.label).toBe('15:30')
  })

  it.each([
    // Clocks go back from 03:00 to 02:00 at 01:00 UTC, and on from 02:00 to 03:00.
    ['2026-10-24T23:00Z', 5, ['01:00', '02:00', '02:00', '03:00', '04:00', '05:00']],
    ['2026-03-28T23:00Z', 5, ['29 Mar', '01:00', '03:00', '04:00', '05:00', '06:00']],
    ['2026-10-24T22:00Z', 25, ['25 Oct', '06:00', '12:00', '18:00', '26 Oct']],
    ['2026-03-28T23:00Z', 23, ['29 Mar', '06:00', '12:00', '18:00', '30 Mar']],
    ['2026-10-22T22:00Z', 121, ['23 Oct', '24 Oct', '25 Oct', '26 Oct', '27 Oct', '28 Oct']],
    ['2026-07-01T10:00Z', 4, ['12:00', '13:00', '14:00', '15:00', '16:00']],
  ])('names the hours of Berlin from %s on by its clocks, in summer, in winter and between', (from, hours, labels) => {
    const fromMs = Date.parse(from)
    const ticks = pickTimeTicks(fromMs, fromMs + hours * HOUR, 'Europe/Berlin', 5.5)
    expect(ticks.map(({ label }) => label)).toEqual(labels)
  })

  it('never draws more than asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60_000, max: 60 * 24 * HOUR }), (length) => {
        for (const zone of ['UTC', 'Europe/Berlin']) {
          expect(pickTimeTicks(1e12, 1e12 + length, zone).length).toBeLessThanOrEqual(9)
        }
      }),
    )
  })
})
