import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  alignToPeriod,
  choosePeriodMs,
  LONGEST_SPAN,
  LONGEST_WINDOW_MS,
  movingWindow,
  parseSpan,
} from '@/lib/domain/time-range'

const NOW = 1_764_000_000_000
const MIN = 60_000
const HOUR = 60 * MIN

it.each([
  ['15m', 15 * MIN],
  ['1h', HOUR],
  ['3h', 3 * HOUR],
  ['24h', 24 * HOUR],
  ['7d', 168 * HOUR],
  [LONGEST_SPAN, LONGEST_WINDOW_MS],
])('parseSpan reads %s', (text, ms) => {
  expect(parseSpan(text)).toBe(ms)
})

it.each(['', '0h', 'h', '1w', '1.5h', '-1h', '999999d', '1h '])('parseSpan does not read %j', (text) => {
  expect(parseSpan(text)).toBeNull()
})

describe('movingWindow', () => {
  it.each([
    ['15m', 15 * MIN],
    ['11h', 11 * HOUR],
  ])('begins to the millisecond where it is of %s', (_, span) => {
    expect(movingWindow(span, NOW)).toEqual({ fromMs: NOW - span, toMs: NOW })
  })

  it('begins with a whole hour, and never later than asked, where it is of half a day or more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 12 * HOUR, max: 91 * 24 * HOUR }), fc.nat(HOUR), (span, later) => {
        const { fromMs, toMs } = movingWindow(span, NOW + later)
        expect(fromMs % HOUR).toBe(0)
        expect(toMs).toBe(NOW + later)
        expect(toMs - fromMs - span).toBeGreaterThanOrEqual(0)
        expect(toMs - fromMs - span).toBeLessThan(HOUR)
      }),
    )
  })

  it('is never longer than a window may be', () => {
    expect(movingWindow(LONGEST_WINDOW_MS, NOW + MIN)).toEqual({
      fromMs: NOW + MIN - LONGEST_WINDOW_MS,
      toMs: NOW + MIN,
    })
  })
})

describe('choosePeriodMs', () => {
  it.each([
    [HOUR, 180, MIN],
    [3 * HOUR, 180, MIN],
    [3 * HOUR, 179, 5 * MIN],
    [24 * HOUR, 300, 5 * MIN],
    [24 * HOUR, 100, 15 * MIN],
    [7 * 24 * HOUR, 200, HOUR],
    [400 * 24 * HOUR, 2, 200 * 24 * HOUR],
  ])('cuts %d ms into at most %d points of %d ms', (length, maxPoints, period) => {
    expect(choosePeriodMs({ fromMs: NOW, toMs: NOW + length }, maxPoints)).toBe(period)
  })

  it('is a whole number of minutes that keeps the limit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4e10 }), fc.integer({ min: 1, max: 2000 }), (length, maxPoints) => {
        const period = choosePeriodMs({ fromMs: 0, toMs: length }, maxPoints)
        expect(period % MIN).toBe(0)
        expect(Math.ceil(length / period)).toBeLessThanOrEqual(maxPoints)
      }),
    )
  })
})

it('alignToPeriod widens to whole periods and keeps the rest', () => {
  expect(alignToPeriod({ fromMs: 61_000, toMs: 119_000, label: 'x' })).toEqual({
    fromMs: MIN,
    toMs: 2 * MIN,
    label: 'x',
  })
  expect(alignToPeriod({ fromMs: MIN, toMs: 2 * MIN })).toEqual({ fromMs: MIN, toMs: 2 * MIN })
  expect(alignToPeriod({ fromMs: MIN, toMs: 2 * MIN }, 5 * MIN)).toEqual({ fromMs: 0, toMs: 5 * MIN })
})
