import fc from 'fast-check'
import { expect, it } from 'vitest'
import { countableWindow, planGraphPieces } from '@/lib/domain/traces/graph-buckets'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const T0 = Date.UTC(2026, 10, 20)
const always = () => true

it('reads whole days, then hours, then slots, and the traces themselves at the ends', () => {
  const window = { fromMs: T0 - 2 * HOUR - 61_000, toMs: T0 + DAY + HOUR + 7 * MINUTE }
  expect(planGraphPieces(window, always)).toEqual([
    { minutes: 0, fromMs: window.fromMs, toMs: T0 - 2 * HOUR },
    { minutes: 60, fromMs: T0 - 2 * HOUR, toMs: T0 },
    { minutes: 1_440, fromMs: T0, toMs: T0 + DAY },
    { minutes: 60, fromMs: T0 + DAY, toMs: T0 + DAY + HOUR },
    { minutes: 5, fromMs: T0 + DAY + HOUR, toMs: T0 + DAY + HOUR + 5 * MINUTE },
    { minutes: 0, fromMs: T0 + DAY + HOUR + 5 * MINUTE, toMs: window.toMs },
  ])
})

it('reads an hour that has yet to follow its traces by its slots', () => {
  const pieces = planGraphPieces({ fromMs: T0, toMs: T0 + 2 * HOUR }, (minutes, at) => minutes === 60 && at !== T0)
  expect(pieces).toEqual([
    { minutes: 5, fromMs: T0, toMs: T0 + HOUR },
    { minutes: 60, fromMs: T0 + HOUR, toMs: T0 + 2 * HOUR },
  ])
})

it('covers any window once, without a gap, in stretches that begin where they are kept', () => {
  const moment = fc.integer({ min: T0, max: T0 + 4 * DAY })
  fc.assert(
    fc.property(moment, moment, fc.func(fc.boolean()), (a, b, isKept) => {
      const [fromMs, toMs] = [Math.min(a, b), Math.max(a, b)]
      let at = fromMs
      for (const piece of planGraphPieces({ fromMs, toMs }, isKept)) {
        expect(piece.fromMs).toBe(at)
        expect(piece.toMs).toBeGreaterThan(at)
        if (piece.minutes > 0)
          expect([piece.fromMs, piece.toMs].map((ms) => ms % (piece.minutes * MINUTE))).toEqual([0, 0])
        at = piece.toMs
      }
      expect(at).toBe(toMs)
    }),
    { numRuns: 50 },
  )
})

it('widens to whole hours where only hours are kept', () => {
  const window = { fromMs: T0 + 7 * MINUTE, toMs: T0 + 61 * MINUTE }
  const detailFrom = (detailFromMs: number) => countableWindow(window, { fromMs: T0 - DAY, detailFromMs })
  expect(detailFrom(T0)).toEqual(window)
  expect(detailFrom(T0 + HOUR)).toEqual({ fromMs: T0, toMs: window.toMs })
  expect(detailFrom(T0 + DAY)).toEqual({ fromMs: T0, toMs: T0 + 2 * HOUR })
})

it('counts nothing from before graphs are whole: from that moment on, or the next whole hour', () => {
  const window = { fromMs: T0, toMs: T0 + 5 * HOUR }
  const since = T0 + HOUR + 7 * MINUTE
  expect(countableWindow(window, { fromMs: since, detailFromMs: since })).toEqual({ ...window, fromMs: since })
  expect(countableWindow(window, { fromMs: since, detailFromMs: T0 + DAY })).toEqual({
    ...window,
    fromMs: T0 + 2 * HOUR,
  })
  const nothing = { fromMs: window.toMs, toMs: window.toMs }
  expect(countableWindow(window, { fromMs: T0 + DAY, detailFromMs: T0 + DAY })).toEqual(nothing)
})
