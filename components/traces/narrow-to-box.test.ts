import { expect, it } from 'vitest'
import { narrowToBox } from '@/components/traces/narrow-to-box'

const SIZE = { width: 100, height: 100 }
const axes = (filter: string | null) => ({
  fromMs: 1_000,
  toMs: 2_000,
  durationAt: (y: number) => 10 ** (3 * y),
  filter,
})
const BOX = { x0: 10, x1: 50, y0: 100 / 3, y1: 200 / 3 }
const filterOf = (box: Partial<typeof BOX>, filter: string | null = null) =>
  narrowToBox({ ...BOX, ...box }, SIZE, axes(filter)).filter

it('narrows time and duration to what was drawn over', () => {
  const narrowed = narrowToBox(BOX, SIZE, axes(null))
  expect(narrowed.range).toEqual({ fromMs: 1_100, toMs: 1_500 })
  expect(narrowed.filter).toMatch(/^duration >= 0\.(01|009) AND duration <= 0\.1(01)?$/)
})

it('keeps the filter that was there, and takes the place of an earlier box', () => {
  expect(filterOf({}, 'fault')).toMatch(/^fault AND duration >= /)
  expect(filterOf({}, 'fault OR error')).toMatch(/^\(fault OR error\) AND duration >= /)
  expect(filterOf({}, 'ok AND duration >= 0.5 AND duration <= 9')).toMatch(
    /^ok AND duration >= 0\.0\d+ AND duration <= 0\.1/,
  )
  expect(filterOf({}, 'duration >= 0.5')).toMatch(/^duration >= 0\.0\d+ AND duration <= 0\.1(01)?$/)
})

it('leaves an axis whole along which hardly anything was drawn', () => {
  const upright = narrowToBox({ ...BOX, x0: 40, x1: 42 }, SIZE, axes('fault'))
  expect(upright.range).toBeNull()
  expect(upright.filter).toMatch(/^fault AND duration >= /)
  const flat = narrowToBox({ ...BOX, y0: 40, y1: 44 }, SIZE, axes('duration <= 3'))
  expect(flat).toEqual({ range: { fromMs: 1_100, toMs: 1_500 }, filter: 'duration <= 3' })
})

it('sets no bound where the box reaches the end of the axis, and keeps one that was there', () => {
  expect(filterOf({ y1: 100 })).toMatch(/^duration <= 0\.1(01)?$/)
  expect(filterOf({ y0: 0 })).toMatch(/^duration >= 0\.(01|009)$/)
  expect(filterOf({ y0: 0, y1: 100 })).toBeNull()
  expect(filterOf({ y1: 100 }, 'fault AND duration >= 0.002')).toMatch(
    /^fault AND duration >= 0\.002 AND duration <= 0\.1/,
  )
})
