import { expect, it } from 'vitest'
import { findNeighbours } from '@/lib/domain/traces/find-neighbours'

const EDGES = [
  { from: 'a', to: 'b' },
  { from: 'b', to: 'c' },
  { from: 'c', to: 'a' },
  { from: 'c', to: 'd' },
  { from: 'x', to: 'd' },
]

it.each([
  ['d', 'upstream', 'a b c d x'],
  ['d', 'downstream', 'd'],
  ['x', 'both', 'd x'],
  ['a', 'downstream', 'a b c d'],
  ['a', 'upstream', 'a b c'],
  ['lonely', 'both', 'lonely'],
] as const)('of %s %s: %s', (id, direction, expected) => {
  expect([...findNeighbours(EDGES, id, direction)].sort().join(' ')).toBe(expected)
})
