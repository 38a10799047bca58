import { expect, it } from 'vitest'
import { findNearest, prepareScatter } from '@/components/traces/prepare-scatter'

const COLUMNS = {
  ids: ['a', 'b', 'c', 'd', 'e'],
  startsMs: [1_000, 1_500, 1_900, 2_000, 1_200],
  durationsMs: [1, 1_000, 30, 10, null],
  statuses: 'foooo',
}

it('places traces by start and logarithm of duration, what failed last, and leaves out what has no place', () => {
  const scatter = prepareScatter(COLUMNS, 1_000, 2_000)
  expect(scatter.drawn).toBe(3)
  expect([...scatter.index.slice(0, 3)]).toEqual([1, 2, 0])
  expect([...scatter.x.slice(0, 3)]).toEqual([0.5, expect.closeTo(0.9), 0])
  expect([...scatter.y.slice(0, 3)]).toEqual([1, expect.closeTo(Math.log10(30) / 3), 0])
  expect(scatter.yTicks.map(({ label }) => label)).toEqual(['1 ms', '10 ms', '100 ms', '1 s'])
  expect(scatter.durationAt(0)).toBe(1)
  expect(scatter.durationAt(1)).toBeCloseTo(1_000)
})

it('finds the nearest point within reach', () => {
  const scatter = prepareScatter(COLUMNS, 1_000, 2_000)
  const size = { width: 100, height: 100 }
  expect(findNearest(scatter, { x: 52, y: 1 }, size, 6)).toBe(1)
  expect(findNearest(scatter, { x: 3, y: 98 }, size, 6)).toBe(0)
  expect(findNearest(scatter, { x: 30, y: 50 }, size, 6)).toBeNull()
})

it('places twenty thousand points in a few frames', () => {
  const many = Array.from({ length: 20_000 }, (_, at) => at)
  const columns = {
    ids: many.map(String),
    startsMs: many,
    durationsMs: many.map((at) => at % 900),
    statuses: 'o'.repeat(20_000),
  }
  const startedAt = performance.now()
  const scatter = prepareScatter(columns, 0, 20_000)
  findNearest(scatter, { x: 500, y: 50 }, { width: 1_000, height: 200 }, 8)
  expect(scatter.drawn).toBe(20_000)
  expect(performance.now() - startedAt).toBeLessThan(1_000)
})
