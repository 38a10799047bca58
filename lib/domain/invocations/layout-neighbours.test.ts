import fc from 'fast-check'
import { expect, it } from 'vitest'
import { layoutNeighbours } from '@/lib/domain/invocations/layout-neighbours'

it('draws idle time before the init that ends it, none where calls touch, and one that has not ended at all', () => {
  const pieces = layoutNeighbours([
    { id: 'a', atMs: 1000, endedAtMs: 1500, initMs: 300 },
    { id: 'b', atMs: 1500, endedAtMs: 1520, initMs: null },
    { id: 'c', atMs: 61_520, endedAtMs: null, initMs: 400 },
    { id: 'd', atMs: 61_530, endedAtMs: 61_540, initMs: null },
  ])
  expect(pieces.map(({ kind, id, ms }) => [kind, id, ms])).toEqual([
    ['init', 'a', 300],
    ['call', 'a', 500],
    ['call', 'b', 20],
    ['gap', 'c', 59_600],
    ['init', 'c', 400],
    ['call', 'c', null],
    ['gap', 'd', 10],
    ['call', 'd', 10],
  ])
})

it('gives what took longer no less room, and everything some', () => {
  fc.assert(
    fc.property(fc.nat(100_000), fc.nat(100_000), (first, second) => {
      const [left, right] = layoutNeighbours([
        { id: 'a', atMs: 0, endedAtMs: first, initMs: null },
        { id: 'b', atMs: first, endedAtMs: first + second, initMs: null },
      ])
      expect(Math.sign((left?.weight ?? 0) - (right?.weight ?? 0)) * Math.sign(first - second)).toBeGreaterThanOrEqual(
        0,
      )
      expect(Math.min(left?.weight ?? 0, right?.weight ?? 0)).toBeGreaterThan(0)
    }),
  )
})
