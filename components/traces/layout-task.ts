/** What a layout depends on. key: the same for the same nodes and edges. */
export type LayoutTask = { key: string; ids: readonly string[]; edges: readonly { from: string; to: string }[] }

/** Centres of nodes in pixels by their IDs, in the order of the task's. */
export type MapLayout = {
  key: string
  places: readonly (readonly [string, number, number])[]
  width: number
  height: number
}

/** A map with the layout that is its own. picture: what it is of and how it is grouped. */
export type LaidOut<Map> = { map: Map; layout: MapLayout; picture: string }

/** The task of laying out what is drawn. */
export function layoutTaskOf(map: {
  nodes: readonly { id: string }[]
  edges: readonly { from: string; to: string }[]
}): LayoutTask {
  const ids = map.nodes.map(({ id }) => id)
  const edges = map.edges.map(({ from, to }) => ({ from, to }))
  return { key: JSON.stringify([ids, edges.map(({ from, to }) => [from, to])]), ids, edges }
}

/** What is shown: the wanted map once the newest layout is its own, until then what was shown before. */
export function pairLayout<Map>(
  shown: LaidOut<Map> | null,
  wanted: { map: Map; key: string; picture: string },
  layout: MapLayout | null,
): LaidOut<Map> | null {
  if (layout?.key !== wanted.key) return shown
  const { map, picture } = wanted
  if (shown?.map === map && shown.layout === layout && shown.picture === picture) return shown
  return { map, layout, picture }
}
