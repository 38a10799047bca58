type Timed = { startMs: number; endMs: number | null; depth: number }

/**
 * Which spans decided how long the trace took, by their places in the list; parents stand before their children. Walks
 * back from the end: of the children of a span, the one that finished last counts, then the one that finished last before
 * that one began, and so on. A span lasts until all below it ended, so that what an asynchronous call started counts too;
 * a running one lasts until the trace's end.
 */
export function criticalPath(spans: readonly Timed[]): Set<number> {
  const lastMs = spans.reduce((ms, { startMs, endMs }) => Math.max(ms, endMs ?? startMs), Number.NEGATIVE_INFINITY)
  const parents = parentsOf(spans)
  const ends = new Float64Array(spans.length).fill(Number.NEGATIVE_INFINITY)
  const children = new Map<number, number[]>()
  const startOf = (at: number) => spans[at]?.startMs ?? 0
  // Children stand after their parents, so backwards every child is finished before its parent is looked at.
  for (let at = spans.length - 1; at >= 0; at -= 1) {
    ends[at] = Math.max(spans[at]?.endMs ?? lastMs, startOf(at), ends[at] ?? 0)
    const parent = parents[at] ?? -1
    if (parent >= 0) ends[parent] = Math.max(ends[at] ?? 0, ends[parent] ?? 0)
    const siblings = children.get(parent)
    if (siblings) siblings.push(at)
    else children.set(parent, [at])
  }
  const endOf = (at: number) => ends[at] ?? 0
  const path = new Set<number>()
  const open = [{ at: -1, untilMs: lastMs }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.at >= 0) path.add(next.at)
    let cursorMs = next.untilMs
    const candidates = (children.get(next.at) ?? []).sort((a, b) => endOf(b) - endOf(a) || startOf(a) - startOf(b))
    for (const child of candidates) {
      if (endOf(child) > cursorMs) continue
      open.push({ at: child, untilMs: endOf(child) })
      cursorMs = startOf(child)
    }
  }
  return path
}

function parentsOf(spans: readonly Timed[]): Int32Array {
  const parents = new Int32Array(spans.length)
  const openByDepth: number[] = []
  spans.forEach(({ depth }, at) => {
    parents[at] = depth === 0 ? -1 : (openByDepth[depth - 1] ?? -1)
    openByDepth[depth] = at
  })
  return parents
}
