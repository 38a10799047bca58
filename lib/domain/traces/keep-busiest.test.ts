import { expect, it } from 'vitest'
import { keepBusiest } from '@/lib/domain/traces/keep-busiest'

const edge = (from: string, to: string, count = 1) => ({ from, to, stats: { count } })
const node = (id: string, count: number) => ({ id, stats: { count } })

it('keeps the busiest nodes of too many in their order, and the edges between them', () => {
  const nodes = [node('a', 9), ...Array.from({ length: 2_003 }, (_, at) => node(`m${at}`, 1)), node('z', 5)]
  const edges = [edge('a', 'z'), edge('a', 'm0'), edge('m999', 'z')]
  const kept = keepBusiest({ nodes, edges })
  expect(kept.leftOut).toBe(5)
  expect([kept.nodes.length, kept.nodes[0]?.id, kept.nodes.at(-1)?.id]).toEqual([2_000, 'a', 'z'])
  expect(kept.edges).toEqual([edges[0], edges[1]])
  expect(keepBusiest({ nodes: nodes.slice(0, 3), edges })).toEqual({
    nodes: nodes.slice(0, 3),
    edges,
    leftOut: 0,
    edgesLeftOut: 0,
  })
})

it('keeps the busiest edges of too many in their order, and says how many it left out', () => {
  const nodes = Array.from({ length: 60 }, (_, at) => node(`n${at}`, 1))
  const edges = nodes.flatMap((from, a) => nodes.map((to, b) => edge(from.id, to.id, a === 59 ? 9 : b === 0 ? 0 : 1)))
  const kept = keepBusiest({ nodes, edges })
  expect([kept.edges.length, kept.edgesLeftOut, kept.leftOut, kept.nodes]).toEqual([2_000, 1_600, 0, nodes])
  expect(kept.edges.slice(-60)).toEqual(edges.slice(-60))
  expect(kept.edges).toEqual(edges.filter((one) => kept.edges.includes(one)))
  expect(kept.edges.some(({ stats }) => stats.count === 0)).toBe(false)
})
