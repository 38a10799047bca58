import { type GraphStats, StatsTally } from '@/lib/domain/traces/graph-stats'

/** `root`: something outside of what was traced called it. */
export type GraphNode = {
  id: string
  name: string
  type: string
  accountId: string | null
  stats: GraphStats
  root: boolean
}

/** `link`: work handed over through a queue or topic; its percentiles are the age of the message on arrival. */
export type GraphEdge = { from: string; to: string; kind: 'call' | 'link'; stats: GraphStats }

export type TraceGraph = { nodes: GraphNode[]; edges: GraphEdge[] }

type NodeKey = { name: string; type: string; accountId: string | null }

/** Collects nodes and edges by what they are, so that the same service met again is the same node. */
export class GraphTally {
  private readonly nodes = new Map<string, NodeKey & { id: string; tally: StatsTally; root: boolean }>()
  private readonly edges = new Map<string, { from: string; to: string; kind: 'call' | 'link'; tally: StatsTally }>()

  /** A service is its name, type and account: AWS::Lambda and AWS::Lambda::Function of one function are two nodes. */
  node({ name, type, accountId }: NodeKey) {
    const id = `${type}|${accountId ?? ''}|${name}`
    const known = this.nodes.get(id)
    if (known) return known
    const node = { id, name, type, accountId, tally: new StatsTally(), root: false }
    this.nodes.set(id, node)
    return node
  }

  edge(from: string, to: string, kind: 'call' | 'link'): StatsTally {
    const key = JSON.stringify([from, to, kind])
    const known = this.edges.get(key)
    if (known) return known.tally
    const tally = new StatsTally()
    this.edges.set(key, { from, to, kind, tally })
    return tally
  }

  /** Sorted by ID, whatever the order in which they were met. */
  graph(): TraceGraph {
    const nodes = [...this.nodes.values()].map(({ tally, ...node }) => ({ ...node, stats: tally.stats() }))
    const edges = [...this.edges.entries()].sort(([a], [b]) => (a < b ? -1 : 1))
    return {
      nodes: nodes.sort((a, b) => (a.id < b.id ? -1 : 1)),
      edges: edges.map(([, { tally, ...edge }]) => ({ ...edge, stats: tally.stats() })),
    }
  }
}
