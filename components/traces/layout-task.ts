/** What a layout depends on. key: the same for the same nodes and edges. */
export type LayoutTask = { key: string; ids: readonly string[]; edges: readonly { from: string; to: string }[] }

/** Centres of nodes in pixels by their IDs, in the order of the task's. */
export type MapLayout = {
  key: string
  places: readonly (readonly [string, number, number])[]
  width: number
  height: number
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
