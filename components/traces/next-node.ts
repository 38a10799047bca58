type Place = { x: number; y: number }
type Edge = { from: string; to: string }

/**
 * Which node an arrow key leads to: right to the nearest that is called, left to the nearest that calls, up and down within
 * the column. Null where there is none, and for other keys.
 */
export function nextNode(
  key: string,
  from: string,
  edges: readonly Edge[],
  places: ReadonlyMap<string, Place>,
): string | null {
  const here = places.get(from)
  if (here === undefined) return null
  const nearest = (ids: readonly string[]) => nearestOf(ids, here, places)
  switch (key) {
    case 'ArrowRight':
      return nearest(edges.filter((edge) => edge.from === from && edge.to !== from).map(({ to }) => to))
    case 'ArrowLeft':
      return nearest(edges.filter((edge) => edge.to === from && edge.from !== from).map((edge) => edge.from))
    case 'ArrowDown':
      return nearest(inColumn(here, places, (y) => y > here.y))
    case 'ArrowUp':
      return nearest(inColumn(here, places, (y) => y < here.y))
    default:
      return null
  }
}

function inColumn(here: Place, places: ReadonlyMap<string, Place>, isBeyond: (y: number) => boolean): string[] {
  return [...places].flatMap(([id, { x, y }]) => (Math.abs(x - here.x) < 100 && isBeyond(y) ? [id] : []))
}

function nearestOf(ids: readonly string[], here: Place, places: ReadonlyMap<string, Place>): string | null {
  let best: { id: string; distance: number } | null = null
  for (const id of ids) {
    const there = places.get(id)
    if (there === undefined) continue
    const distance = Math.hypot(there.x - here.x, there.y - here.y)
    if (best === null || distance < best.distance) best = { id, distance }
  }
  return best?.id ?? null
}
