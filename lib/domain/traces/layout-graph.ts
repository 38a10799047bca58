import { Graph, layout } from '@dagrejs/dagre'

type Size = { nodeWidth: number; nodeHeight: number; gapX: number; gapY: number }

/** `x`, `y`: the centre of a node in pixels, from the top left corner of the drawing of `width` × `height`. */
export type GraphLayout<Node> = { nodes: (Node & { x: number; y: number })[]; width: number; height: number }

/** From here on the shortest edges of all are dearer to find than they are worth: seconds, where the next best takes a third of one. */
const MANY_NODES = 100

const SIZE: Size = { nodeWidth: 176, nodeHeight: 56, gapX: 96, gapY: 32 }

/**
 * Places the nodes of a trace graph in layers from left to right, callers before the called. The same graph is always
 * laid out the same; edges of unknown nodes and from a node to itself move nothing.
 */
export function layoutGraph<Node extends { id: string }>(
  graph: { nodes: readonly Node[]; edges: readonly { from: string; to: string }[] },
  size: Partial<Size> = {},
): GraphLayout<Node> {
  const { nodeWidth, nodeHeight, gapX, gapY } = { ...SIZE, ...size }
  if (graph.nodes.length === 0) return { nodes: [], width: 0, height: 0 }
  const drawing = new Graph()
  const ranker = graph.nodes.length > MANY_NODES ? 'tight-tree' : 'network-simplex'
  // Where services call each other in circles, as few calls as can be run backwards: layers stay few.
  drawing.setGraph({ rankdir: 'LR', ranksep: gapX, nodesep: gapY, acyclicer: 'greedy', ranker })
  drawing.setDefaultEdgeLabel(() => ({}))
  for (const { id } of graph.nodes) drawing.setNode(id, { width: nodeWidth, height: nodeHeight })
  for (const { from, to } of graph.edges) {
    if (from !== to && drawing.hasNode(from) && drawing.hasNode(to)) drawing.setEdge(from, to)
  }
  layout(drawing)
  const { width = 0, height = 0 } = drawing.graph()
  return {
    nodes: graph.nodes.map((node) => {
      const { x = 0, y = 0 } = drawing.node(node.id)
      return { ...node, x, y }
    }),
    width,
    height,
  }
}
