/** Which way from a node: to those that called it, to those that it called, or both. */
export type Direction = 'both' | 'upstream' | 'downstream'

type Edge = { from: string; to: string }

/** The nodes that lead to a node and those that it leads to, however far away, with itself. A circle ends where it began. */
export function findNeighbours(edges: readonly Edge[], id: string, direction: Direction): Set<string> {
  const found = new Set([id])
  if (direction !== 'downstream') walk(edges, id, found, (edge) => [edge.to, edge.from])
  if (direction !== 'upstream') walk(edges, id, found, (edge) => [edge.from, edge.to])
  return found
}

function walk(edges: readonly Edge[], id: string, found: Set<string>, step: (edge: Edge) => [string, string]): void {
  const next = new Map<string, string[]>()
  for (const edge of edges) {
    const [at, to] = step(edge)
    const known = next.get(at)
    if (known) known.push(to)
    else next.set(at, [to])
  }
  const seen = new Set([id])
  const open = [id]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const to of next.get(at) ?? []) {
      if (seen.has(to)) continue
      seen.add(to)
      found.add(to)
      open.push(to)
    }
  }
}
