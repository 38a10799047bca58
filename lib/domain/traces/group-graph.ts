import type { GraphStats } from '@/lib/domain/traces/graph-stats'

type Edge = { from: string; to: string; kind: 'call' | 'link'; evidence: string | null; stats: GraphStats }
type Node = { id: string; stats: GraphStats }

/**
 * Several nodes drawn as one: what came in from outside of the group, so that a request which passes through several of them
 * counts once; of a group that nothing enters, what those count that none of it calls, as clients do. A message that joins
 * two traces does not count beside the call of a client with which the second of them begins. Percentiles are not known of several:
 * they cannot be added up from those of each.
 */
export type GroupedNode<N extends Node> = { id: string; label: string; members: N[]; stats: GraphStats }
export type GroupedEdge<E extends Edge> = Edge & { members: E[] }

/** Draws nodes of one group as one, and the edges between two groups as one of each kind; those within a group are left out. */
export function groupGraph<N extends Node, E extends Edge>(
  { nodes, edges }: { nodes: readonly N[]; edges: readonly E[] },
  groupOf: (node: N) => string,
): { nodes: GroupedNode<N>[]; edges: GroupedEdge<E>[] } {
  const groups = new Map<string, N[]>()
  const places = new Map<string, string>()
  for (const node of nodes) {
    const label = groupOf(node)
    push(groups, label, node)
    places.set(node.id, label)
  }
  const pairs = new Map<string, E[]>()
  const entering = new Map<string, E[]>()
  const within = new Set<string>()
  for (const edge of edges) {
    const [from, to] = [places.get(edge.from), places.get(edge.to)]
    if (from === to) within.add(edge.to)
    else if (to !== undefined && edge.evidence === null) push(entering, to, edge)
    if (from === undefined || to === undefined || from === to) continue
    push(pairs, JSON.stringify([from, to, edge.kind]), edge)
  }
  return {
    nodes: [...groups].map(([label, members]) => {
      return { id: groupId(label), label, members, stats: statsOf(members, entering.get(label) ?? [], within) }
    }),
    edges: [...pairs].flatMap(([, members]) => {
      const [first] = members
      if (first === undefined) return []
      const [from, to] = [places.get(first.from) ?? '', places.get(first.to) ?? '']
      const { kind, evidence } = first
      return [{ from: groupId(from), to: groupId(to), kind, evidence, members, stats: sumStats(members) }]
    }),
  }
}

function statsOf(
  members: readonly { id: string; stats: GraphStats }[],
  entering: readonly { stats: GraphStats }[],
  within: ReadonlySet<string>,
): GraphStats {
  if (members.length === 1) return sumStats(members)
  const first = members.filter(({ id }) => !within.has(id))
  const counted = entering.length > 0 ? entering : first.length > 0 ? first : members
  return { ...sumStats(counted), p50Ms: null, p95Ms: null }
}

/** Under which ID a group stands for its members. */
function groupId(label: string): string {
  return `group|${label}`
}

function push<V>(lists: Map<string, V[]>, key: string, value: V): void {
  const known = lists.get(key)
  if (known) known.push(value)
  else lists.set(key, [value])
}

function sumStats(members: readonly { stats: GraphStats }[]): GraphStats {
  const [only] = members
  if (members.length === 1 && only !== undefined) return only.stats
  const sum = { count: 0, ok: 0, error: 0, throttle: 0, fault: 0, p50Ms: null, p95Ms: null }
  for (const { stats } of members) {
    sum.count += stats.count
    sum.ok += stats.ok
    sum.error += stats.error
    sum.throttle += stats.throttle
    sum.fault += stats.fault
  }
  return sum
}
