import { expect, it } from 'vitest'
import { groupGraph } from '@/lib/domain/traces/group-graph'

const stats = (count: number, fault = 0) => ({
  count,
  ok: count - fault,
  error: 0,
  throttle: 0,
  fault,
  p50Ms: 5,
  p95Ms: 9,
})
const NODES = [
  { id: 'a1', team: 'a', stats: stats(3, 1) },
  { id: 'a2', team: 'a', stats: stats(4) },
  { id: 'b1', team: 'b', stats: stats(5) },
]
const EDGES = [
  { from: 'client', to: 'a1', kind: 'call' as const, evidence: null, stats: stats(3, 1) },
  { from: 'a1', to: 'a2', kind: 'call' as const, evidence: null, stats: stats(1) },
  { from: 'a1', to: 'b1', kind: 'call' as const, evidence: null, stats: stats(2) },
  { from: 'a2', to: 'b1', kind: 'call' as const, evidence: null, stats: stats(3, 2) },
  { from: 'a2', to: 'b1', kind: 'link' as const, evidence: 'link', stats: stats(7) },
  { from: 'a2', to: 'stranger', kind: 'call' as const, evidence: null, stats: stats(7) },
]

it('adds up counts, keeps percentiles of one alone, and leaves out what stays within a group', () => {
  const { nodes, edges } = groupGraph({ nodes: NODES, edges: EDGES }, ({ team }) => team)
  expect(
    nodes.map(({ label, stats: sum, members }) => [label, members.length, sum.count, sum.fault, sum.p95Ms]),
  ).toEqual([
    ['a', 2, 3, 1, null],
    ['b', 1, 5, 0, 9],
  ])
  expect(
    edges.map(({ from, to, kind, members, stats: sum }) => [from, to, kind, members.length, sum.count, sum.p95Ms]),
  ).toEqual([
    ['group|a', 'group|b', 'call', 2, 5, null],
    ['group|a', 'group|b', 'link', 1, 7, 9],
  ])
})

it('counts a request once that passes through several of a group, and all of what nobody calls', () => {
  const hops = ['h1', 'h2', 'h3', 'h4', 'h5']
  const nodes = [...hops, 'client', 'other'].map((id) => ({ id, stats: stats(1) }))
  const edges = ['client', ...hops.slice(0, -1)].map((from, at) => {
    return { from, to: hops[at] ?? '', kind: 'call' as const, evidence: null, stats: stats(1) }
  })
  const grouped = groupGraph({ nodes, edges }, ({ id }) => (hops.includes(id) ? 'team' : 'Clients'))
  expect(grouped.nodes.map(({ label, stats: sum }) => [label, sum.count])).toEqual([
    ['team', 1],
    ['Clients', 2],
  ])
})

it('counts an invocation once that took up several messages, and one that called itself', () => {
  const nodes = ['client', 'queue', 'service', 'fn'].map((id) => ({ id, stats: stats(1) }))
  const edges = [
    { from: 'queue', to: 'service', kind: 'link' as const, evidence: 'link', stats: stats(3) },
    { from: 'client', to: 'service', kind: 'call' as const, evidence: null, stats: stats(1) },
    { from: 'service', to: 'fn', kind: 'call' as const, evidence: null, stats: stats(1) },
  ]
  const countOf = (groupOf: (node: { id: string }) => string, label: string) =>
    groupGraph({ nodes, edges }, groupOf).nodes.find((node) => node.label === label)?.stats.count
  expect(countOf(({ id }) => (id === 'service' || id === 'fn' ? 'mail' : id), 'mail')).toBe(1)
  expect(countOf(({ id }) => (id === 'queue' ? id : 'all'), 'all')).toBe(1)
})
