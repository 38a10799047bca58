import { expect, it } from 'vitest'
import { bringIntoView, fitInto, LEAST_SCALE, READABLE_SCALE, zoomAt } from '@/components/traces/move-view'

const BOX = { width: 1_000, height: 500 }
const NODE = { width: 200, height: 50 }

it('fits a drawing in the middle, and begins one too large to be read at its left', () => {
  expect(fitInto(BOX, { width: 500, height: 100 }, READABLE_SCALE)).toEqual({ x: -250, y: -200, scale: 1 })
  const large = fitInto(BOX, { width: 10_000, height: 100 }, READABLE_SCALE)
  expect(large).toMatchObject({ scale: READABLE_SCALE, x: expect.closeTo(-24 / READABLE_SCALE) })
  const whole = fitInto(BOX, { width: 5_000, height: 100 }, LEAST_SCALE)
  expect(whole.scale).toBeCloseTo(0.1904)
})

it('zooms around what is under the pointer, within bounds', () => {
  const was = { x: 100, y: 50, scale: 1 }
  const now = zoomAt(was, 2, { x: 300, y: 200 })
  expect(now.scale).toBe(2)
  expect(now.x + 300 / now.scale).toBe(was.x + 300)
  expect(now.y + 200 / now.scale).toBe(was.y + 200)
  expect(zoomAt(was, 100, { x: 0, y: 0 }).scale).toBe(2)
  expect(zoomAt(was, 0.001, { x: 0, y: 0 }).scale).toBe(LEAST_SCALE)
})

it.each([
  ['what is seen already moves nothing', { x: 500, y: 250 }, { x: 0, y: 0 }],
  ['beyond the right edge', { x: 1_500, y: 250 }, { x: 624, y: 0 }],
  ['beyond the left edge', { x: -300, y: 250 }, { x: -424, y: 0 }],
  ['below', { x: 500, y: 900 }, { x: 0, y: 449 }],
])('brings into view as little as it takes: %s', (_, place, seen) => {
  expect(bringIntoView({ x: 0, y: 0, scale: 1 }, BOX, place, NODE)).toEqual({ ...seen, scale: 1 })
})

it('shows the middle of what is larger than the box', () => {
  const { x } = bringIntoView({ x: 0, y: 0, scale: 1 }, BOX, { x: 3_000, y: 250 }, { width: 2_000, height: 50 })
  expect(x).toBe(2_500)
})
