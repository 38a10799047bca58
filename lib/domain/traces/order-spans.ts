type Placed = { id: string; parentId: string | null; startMs: number }

function compareStart(a: Placed, b: Placed): number {
  return a.startMs - b.startMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}

/**
 * Spans with their depth, parents before children and siblings by start. One whose parent is not there is a root;
 * spans in a loop of parents, which hang from no root, are left out.
 */
export function orderSpans<S extends Placed>(spans: readonly S[]): { span: S; depth: number; childCount: number }[] {
  const ids = new Set(spans.map((span) => span.id))
  const children = new Map<string | null, S[]>()
  for (const span of spans) {
    const parentId = span.parentId !== null && ids.has(span.parentId) ? span.parentId : null
    const siblings = children.get(parentId)
    if (siblings) siblings.push(span)
    else children.set(parentId, [span])
  }
  for (const siblings of children.values()) siblings.sort(compareStart).reverse()
  const ordered: { span: S; depth: number; childCount: number }[] = []
  const open = (children.get(null) ?? []).map((span) => ({ span, depth: 0 }))
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const own = children.get(next.span.id) ?? []
    ordered.push({ ...next, childCount: own.length })
    for (const span of own) open.push({ span, depth: next.depth + 1 })
  }
  return ordered
}
