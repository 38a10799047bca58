/** More are neither kept of one stretch of time nor sent: a host name made up for each request must not fill either. */
const MOST_NODES = 2_000
/** Of an answer. */
const MOST_EDGES = 2_000

type Node = { id: string; stats: { count: number } }
type Edge = { from: string; to: string; stats: { count: number } }

/**
 * A graph's busiest nodes, and the busiest edges between them, in their order. leftOut: how many nodes were too many;
 * edgesLeftOut: how many edges between those that are kept.
 */
export function keepBusiest<N extends Node, E extends Edge>(graph: {
  nodes: N[]
  edges: E[]
}): { nodes: N[]; edges: E[]; leftOut: number; edgesLeftOut: number } {
  const { nodes, edges } = graph
  if (nodes.length <= MOST_NODES) return { nodes, leftOut: 0, ...keepBusiestEdges(edges) }
  const kept = idsOfBusiest(nodes.map(({ id, stats }) => ({ id, count: stats.count })))
  return {
    nodes: nodes.filter(({ id }) => kept.has(id)),
    leftOut: nodes.length - kept.size,
    ...keepBusiestEdges(edges.filter(({ from, to }) => kept.has(from) && kept.has(to))),
  }
}

function keepBusiestEdges<E extends Edge>(edges: E[]): { edges: E[]; edgesLeftOut: number } {
  if (edges.length <= MOST_EDGES) return { edges, edgesLeftOut: 0 }
  // Of equally busy ones the first: sorting keeps their order.
  const kept = new Set(edges.toSorted((a, b) => b.stats.count - a.stats.count).slice(0, MOST_EDGES))
  return { edges: edges.filter((edge) => kept.has(edge)), edgesLeftOut: edges.length - kept.size }
}

/** The IDs of the busiest nodes, as many as are kept. */
export function idsOfBusiest(nodes: readonly { id: string; count: number }[]): ReadonlySet<string> {
  const sorted = nodes.toSorted((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1))
  return new Set(sorted.slice(0, MOST_NODES).map(({ id }) => id))
}
