import { NODE_HEIGHT, NODE_WIDTH } from '@/components/traces/graph-size'
import { layoutGraph } from '@/lib/domain/traces/layout-graph'

/** What a layout depends on. key: the same for the same nodes and edges. */
export type LayoutTask = { key: string; ids: readonly string[]; edges: readonly { from: string; to: string }[] }
/** Centres of nodes in pixels by their IDs, in the order of the task's. */
export type MapLayout = {
  key: string
  places: readonly (readonly [string, number, number])[]
  width: number
  height: number
}

/** Room for the labels of edges between columns. */
const GAP_X = 150

/** Places the nodes of a map from left to right, callers before the called. */
export function layoutTask({ key, ids, edges }: LayoutTask): MapLayout {
  const size = { nodeWidth: NODE_WIDTH, nodeHeight: NODE_HEIGHT, gapX: GAP_X, gapY: 28 }
  const { nodes, width, height } = layoutGraph({ nodes: ids.map((id) => ({ id })), edges }, size)
  return { key, places: nodes.map(({ id, x, y }) => [id, x, y] as const), width, height }
}

/** The task of laying out what is drawn. */
export function layoutTaskOf(map: {
  nodes: readonly { id: string }[]
  edges: readonly { from: string; to: string }[]
}): LayoutTask {
  const ids = map.nodes.map(({ id }) => id)
  const edges = map.edges.map(({ from, to }) => ({ from, to }))
  return { key: JSON.stringify([ids, edges.map(({ from, to }) => [from, to])]), ids, edges }
}
