import { expect, it } from 'vitest'
import {
  bringIntoView,
  fitInto,
  followPointers,
  LEAST_SCALE,
  READABLE_SCALE,
  zoomAt,
} from '@/components/traces/move-view'

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

it('follows one pointer, and keeps what is between two where it is while they part or close', () => {
  const was = { x: 100, y: 50, scale: 0.5 }
  expect(followPointers(was, [{ x: 10, y: 10 }], [{ x: 30, y: 5 }])).toEqual({ x: 60, y: 60, scale: 0.5 })
  const before = [
    { x: 200, y: 100 },
    { x: 300, y: 100 },
  ]
  const after = [
    { x: 150, y: 140 },
    { x: 450, y: 140 },
  ]
  const now = followPointers(was, before, after)
  expect(now.scale).toBeCloseTo(1.5)
  expect(now.x + 300 / now.scale).toBeCloseTo(was.x + 250 / was.scale)
  expect(now.y + 140 / now.scale).toBeCloseTo(was.y + 100 / was.scale)
  const back = followPointers(now, after, before)
  for (const key of ['x', 'y', 'scale'] as const) expect(back[key]).toBeCloseTo(was[key])
  expect(
    followPointers(was, before, [
      { x: 0, y: 0 },
      { x: 9_000, y: 0 },
    ]).scale,
  ).toBe(2)
  const same = [
    { x: 5, y: 5 },
    { x: 5, y: 5 },
  ]
  expect(followPointers(was, same, before)).toMatchObject({ scale: 0.5 })
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
