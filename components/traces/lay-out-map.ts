import { NODE_HEIGHT, NODE_WIDTH } from '@/components/traces/graph-size'
import type { LayoutTask, MapLayout } from '@/components/traces/layout-task'
import { layoutGraph } from '@/lib/domain/traces/layout-graph'

/** Room for the labels of edges between columns. */
const GAP_X = 150

/** Places the nodes of a map from left to right, callers before the called. Pages leave it to the worker or the server. */
export function layOutMap({ key, ids, edges }: LayoutTask): MapLayout {
  const size = { nodeWidth: NODE_WIDTH, nodeHeight: NODE_HEIGHT, gapX: GAP_X, gapY: 28 }
  const { nodes, width, height } = layoutGraph({ nodes: ids.map((id) => ({ id })), edges }, size)
  return { key, places: nodes.map(({ id, x, y }) => [id, x, y] as const), width, height }
}
