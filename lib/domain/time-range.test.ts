import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  alignToPeriod,
  choosePeriodMs,
  LONGEST_SPAN,
  LONGEST_WINDOW_MS,
  parseSpan,
  parseTimeRange,
  serialiseTimeRange,
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

describe('parseTimeRange', () => {
  it('takes the last hour until now', () => {
    expect(parseTimeRange({ range: '1h' }, NOW)).toEqual({ fromMs: NOW - HOUR, toMs: NOW, label: '1h' })
  })

  it('prefers two moments to a range', () => {
    expect(parseTimeRange({ range: '1h', from: '5', to: '9' }, NOW)).toMatchObject({ fromMs: 5, toMs: 9 })
  })

  it.each([
    {},
    { range: 'soon' },
    { from: '9', to: '5' },
    { from: '5' },
    { from: '5', to: '5' },
    { from: 'x', to: '9' },
    { from: '0', to: String(93 * 24 * HOUR) },
    { range: '93d' },
    { from: null, to: null, range: null },
  ])('reads nothing from %o', (params) => {
    expect(parseTimeRange(params, NOW)).toBeNull()
  })

  it('reads back what was serialised', () => {
    const range = fc.oneof(
      fc.constantFrom('15m', '1h', '7d').map((span) => ({ range: span })),
      fc.tuple(fc.nat(), fc.integer({ min: 1, max: 1e9 })).map(([from, n]) => ({ from: `${from}`, to: `${from + n}` })),
    )
    fc.assert(
      fc.property(range, (params) => {
        const parsed = parseTimeRange(params, NOW)
        expect(parsed).not.toBeNull()
        if (parsed) expect(serialiseTimeRange(parsed)).toEqual(params)
      }),
    )
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
