import { expect, it } from 'vitest'
import { pickEvenly } from '@/lib/server/log-search/pick-evenly'

/** Blocks as they are found: of each hour one for each of 48 log groups, whose lines differ. */
const BLOCKS = Array.from({ length: 24 * 48 }, (_, at) => ({
  hour: Math.floor(at / 48),
  group: at % 48,
  lines: 1 + (at % 7),
}))

it('takes items from all of the order, and does not meet the same one of those that take turns', () => {
  const picked = pickEvenly(BLOCKS, 24, ({ lines }) => lines).map(({ item }) => item)
  expect(picked.map(({ hour }) => hour)).toEqual(Array.from({ length: 24 }, (_, hour) => hour))
  expect(new Set(picked.map(({ group }) => group)).size).toBeGreaterThan(15)
})

it('gives what it picks the weight of all', () => {
  const picked = pickEvenly(BLOCKS, 100, ({ lines }) => lines)
  const stood = picked.reduce((sum, { item, weight }) => sum + item.lines * weight, 0)
  expect(stood).toBeCloseTo(
    BLOCKS.reduce((sum, { lines }) => sum + lines, 0),
    6,
  )
  expect(pickEvenly(BLOCKS, BLOCKS.length).every(({ weight }) => weight === 1)).toBe(true)
})
