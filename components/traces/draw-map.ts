import { nameType } from '@/components/traces/graph-icon'
import type { GraphEdge, MapNode, MapResponse } from '@/lib/contracts/map'
import type { GraphStats } from '@/lib/domain/traces/graph-stats'
import { groupGraph } from '@/lib/domain/traces/group-graph'

/** What is drawn as one: a node, or a group of several. */
export type DrawnNode = {
  id: string
  name: string
  type: string
  stats: GraphStats
  inferred: boolean
  members: MapNode[]
}
export type DrawnEdge = { from: string; to: string; kind: 'call' | 'link'; stats: GraphStats; members: GraphEdge[] }
export type DrawnMap = { nodes: DrawnNode[]; edges: DrawnEdge[] }

const GROUP = 'group'

/** The nodes and edges of a map as they are drawn, grouped as asked for. */
export function drawMap({ nodes, edges }: Pick<MapResponse, 'nodes' | 'edges'>, groupBy: string): DrawnMap {
  if (groupBy === 'none') {
    return {
      nodes: nodes.map((node) => ({ ...node, members: [node] })),
      edges: edges.map((edge) => ({ ...edge, members: [edge] })),
    }
  }
  const grouped = groupGraph({ nodes, edges }, (node) => groupOf(node, groupBy))
  return {
    nodes: grouped.nodes.map(({ label, members, ...node }) => ({
      ...node,
      name: label,
      type: new Set(members.map(({ type }) => type)).size === 1 ? (members[0]?.type ?? GROUP) : GROUP,
      inferred: members.every(({ inferred }) => inferred),
      members,
    })),
    edges: grouped.edges,
  }
}

function groupOf(node: MapNode, groupBy: string): string {
  if (node.type === 'client') return 'Clients'
  if (groupBy === 'type') return nameType(node.type)
  if (groupBy === 'account') return node.accountId ?? 'Outside of AWS'
  const key = groupBy.slice('tag:'.length)
  return node.tags[key] ?? (isFunction(node) ? `No tag ${key}` : nameType(node.type))
}

/** Whether a node stands for a Lambda function: the service's part of it or the function's own. */
export function isFunction({ type }: { type: string }): boolean {
  return type === 'AWS::Lambda' || type === 'AWS::Lambda::Function'
}

/** The tags by which the functions of a map can be grouped. */
export function tagKeysOf(nodes: readonly MapNode[]): string[] {
  return [...new Set(nodes.flatMap(({ tags }) => Object.keys(tags)))].sort()
}
