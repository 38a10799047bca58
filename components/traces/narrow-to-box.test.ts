import { expect, it } from 'vitest'
import { narrowToBox } from '@/components/traces/narrow-to-box'

const SIZE = { width: 100, height: 100 }
const axes = (filter: string | null) => ({
  fromMs: 1_000,
  toMs: 2_000,
  durationAt: (y: number) => 10 ** (3 * y),
  filter,
})
const BOX = { x0: 10, x1: 50, y0: 0, y1: 100 / 3 }

it('narrows time and duration to what was drawn over', () => {
  const narrowed = narrowToBox(BOX, SIZE, axes(null))
  expect(narrowed.range).toEqual({ fromMs: 1_100, toMs: 1_500 })
  expect(narrowed.filter).toMatch(/^duration >= 0\.(1|099) AND duration <= 1(\.001)?$/)
})

it('keeps the filter that was there, and takes the place of an earlier box', () => {
  expect(narrowToBox(BOX, SIZE, axes('fault')).filter).toMatch(/^fault AND duration >= /)
  expect(narrowToBox(BOX, SIZE, axes('fault OR error')).filter).toMatch(/^\(fault OR error\) AND duration >= /)
  expect(narrowToBox(BOX, SIZE, axes('ok AND duration >= 0.5 AND duration <= 9')).filter).toMatch(
    /^ok AND duration >= 0\.(1|099) AND duration <= 1(\.001)?$/,
  )
  expect(narrowToBox(BOX, SIZE, axes('duration >= 0.5 AND duration <= 9')).filter).toMatch(/^duration >= 0\.(1|099) /)
})
