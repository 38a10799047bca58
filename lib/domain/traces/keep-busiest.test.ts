import { expect, it } from 'vitest'
import { keepBusiest } from '@/lib/domain/traces/keep-busiest'

const node = (id: string, count: number) => ({ id, stats: { count } })

it('keeps the busiest nodes of too many in their order, and the edges between them', () => {
  const nodes = [node('a', 9), ...Array.from({ length: 2_003 }, (_, at) => node(`m${at}`, 1)), node('z', 5)]
  const edges = [
    { from: 'a', to: 'z' },
    { from: 'a', to: 'm0' },
    { from: 'm999', to: 'z' },
  ]
  const kept = keepBusiest({ nodes, edges })
  expect(kept.leftOut).toBe(5)
  expect([kept.nodes.length, kept.nodes[0]?.id, kept.nodes.at(-1)?.id]).toEqual([2_000, 'a', 'z'])
  expect(kept.edges).toEqual([edges[0], edges[1]])
  expect(keepBusiest({ nodes: nodes.slice(0, 3), edges })).toEqual({ nodes: nodes.slice(0, 3), edges, leftOut: 0 })
})
