import { describe, expect, it } from 'vitest'
import { type FlameNode, listDrawn, nodeAt, stepFrom, viewOf } from '@/components/traces/flame-state'

const node = (name: string, depth: number, size: number, left: number, width: number): FlameNode => ({
  ...{ service: 's', type: 't', name, operation: null, depth, size, left, width },
  ...{ count: 1, failed: 0, totalMs: 1, selfMs: 1, slowestId: name },
})
/* a ─ b ─ c, then d below a; e beside a. */
const NODES = [
  node('a', 0, 4, 0, 0.8),
  node('b', 1, 2, 0, 0.4),
  node('c', 2, 1, 0, 0.001),
  node('d', 1, 1, 0.4, 0.2),
  node('e', 0, 1, 0.8, 0.2),
]
const names = (indexes: number[]) => indexes.map((index) => NODES[index]?.name).join('')

describe('a flame graph', () => {
  it('draws what is wide enough, and within the stretch that is shown', () => {
    expect(names(listDrawn(NODES, viewOf(undefined), 0.01))).toBe('abde')
    expect(names(listDrawn(NODES, viewOf(NODES[3]), 0.01))).toBe('ad')
    expect(names(listDrawn(NODES, viewOf(NODES[2]), 0.01))).toBe('abc')
    expect(listDrawn([], viewOf(undefined), 0)).toEqual([])
  })

  it.each([
    [0.1, 0, 0],
    [0.5, 1, 3],
    [0.7, 1, null],
    [0.9, 0, 4],
    [0.9, 1, null],
  ])('has at %d in row %i the node %j', (share, depth, expected) => {
    expect(nodeAt(NODES, share, depth)).toBe(expected)
  })

  it.each([
    [null, 'in', 0],
    [0, 'in', 1],
    [2, 'in', 2],
    [2, 'out', 1],
    [3, 'out', 0],
    [0, 'out', 0],
    [1, 'next', 3],
    [3, 'next', 3],
    [3, 'previous', 1],
    [4, 'previous', 0],
    [0, 'next', 4],
  ] as const)('leads from %j by %s to %i', (from, step, to) => {
    expect(stepFrom(NODES, from, step)).toBe(to)
  })
})
