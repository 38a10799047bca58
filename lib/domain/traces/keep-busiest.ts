/** More are neither kept of one stretch of time nor sent: a host name made up for each request must not fill either. */
const MOST_NODES = 2_000

type Node = { id: string; stats: { count: number } }
type Edge = { from: string; to: string }

/** A graph's busiest nodes in their order and the edges between them. leftOut: how many nodes were too many. */
export function keepBusiest<N extends Node, E extends Edge>(graph: {
  nodes: N[]
  edges: E[]
}): { nodes: N[]; edges: E[]; leftOut: number } {
  const { nodes, edges } = graph
  if (nodes.length <= MOST_NODES) return { nodes, edges, leftOut: 0 }
  const kept = idsOfBusiest(nodes.map(({ id, stats }) => ({ id, count: stats.count })))
  return {
    nodes: nodes.filter(({ id }) => kept.has(id)),
    edges: edges.filter(({ from, to }) => kept.has(from) && kept.has(to)),
    leftOut: nodes.length - kept.size,
  }
}

/** The IDs of the busiest nodes, as many as are kept. */
export function idsOfBusiest(nodes: readonly { id: string; count: number }[]): ReadonlySet<string> {
  const sorted = nodes.toSorted((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1))
  return new Set(sorted.slice(0, MOST_NODES).map(({ id }) => id))
}
