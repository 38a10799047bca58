import { type DrawnEdge, type DrawnMap, type DrawnNode, drawMap } from '@/components/traces/draw-map'
import { edgeKey, type MapView } from '@/components/traces/read-map-view'
import type { MapResponse } from '@/lib/contracts/map'
import { findNeighbours } from '@/lib/domain/traces/find-neighbours'

/** What a URL chooses. within: the map that it is a part of, whose edges it has: as drawn, or before grouping. */
export type Chosen = { node: DrawnNode | null; edge: DrawnEdge | null; within: DrawnMap }
/** Where on the drawing it stands: itself, or the group that it is a part of. */
export type ChosenPlace = { node: string | null; edge: string | null }

type Asked = Pick<MapView, 'node' | 'edge'>

/** What is chosen: drawn as it is, or a part of what is drawn as one. */
export function findChosen(page: Pick<MapResponse, 'nodes' | 'edges'>, drawn: DrawnMap, asked: Asked): Chosen {
  const found = chosenIn(drawn, asked)
  return found.node !== null || found.edge !== null ? found : chosenIn(drawMap(page, 'none'), asked)
}

function chosenIn(within: DrawnMap, { node, edge }: Asked): Chosen {
  return {
    node: within.nodes.find(({ id }) => id === node) ?? null,
    edge: within.edges.find((one) => edgeKey(one) === edge) ?? null,
    within,
  }
}

/** Where what is chosen is drawn; nulls where it is not on the map. */
export function placeChosen(drawn: DrawnMap, { node, edge }: Asked): ChosenPlace {
  const placed = drawn.nodes.find(({ id, members }) => id === node || members.some((member) => member.id === node))
  const way = drawn.edges.find((one) => edgeKey(one) === edge || one.members.some((part) => edgeKey(part) === edge))
  return { node: placed?.id ?? null, edge: way === undefined ? null : edgeKey(way) }
}

/** What is not dimmed: the neighbours of what is chosen, or what is looked for; null: everything. */
export function findNear(
  drawn: DrawnMap,
  { node, edge }: ChosenPlace,
  { direction, find }: Pick<MapView, 'direction' | 'find'>,
): ReadonlySet<string> | null {
  if (node !== null) return findNeighbours(drawn.edges, node, direction)
  const way = drawn.edges.find((one) => edgeKey(one) === edge)
  if (way) return new Set([way.from, way.to])
  const text = find.trim().toLowerCase()
  if (text === '') return null
  const isFound = ({ name, members }: DrawnNode) =>
    name.toLowerCase().includes(text) || members.some((member) => member.name.toLowerCase().includes(text))
  return new Set(drawn.nodes.filter(isFound).map(({ id }) => id))
}
