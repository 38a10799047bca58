import { expect, it } from 'vitest'
import { wholePart } from '@/lib/sync/whole-part'

const MINUTE_MS = 60_000
const WINDOW = { fromMs: 10 * MINUTE_MS, toMs: 40 * MINUTE_MS }
const page = (...atMs: number[]) => ({ earliestMs: Math.min(...atMs), isLast: false })

it('is whole before the minute in which a page begins', () => {
  expect(wholePart(WINDOW, WINDOW.fromMs, page(20 * MINUTE_MS + 7))).toEqual({
    fromMs: WINDOW.fromMs,
    toMs: 20 * MINUTE_MS,
  })
})

it('goes on from where it was, and never back: a listing may have begun again', () => {
  const reachedMs = 20 * MINUTE_MS
  expect(wholePart(WINDOW, reachedMs, page(23 * MINUTE_MS))).toEqual({ fromMs: reachedMs, toMs: 23 * MINUTE_MS })
  expect(wholePart(WINDOW, reachedMs, page(20 * MINUTE_MS + 9))).toBeNull()
  expect(wholePart(WINDOW, reachedMs, page(12 * MINUTE_MS))).toBeNull()
})

it('tells nothing by a page without lines, and all by the last one', () => {
  expect(wholePart(WINDOW, WINDOW.fromMs, page())).toBeNull()
  expect(wholePart(WINDOW, WINDOW.fromMs, { ...page(), isLast: true })).toEqual(WINDOW)
})
