import { elapsedMs } from '@/lib/domain/traces/elapsed-ms'
import { indexSegments, type Placeable } from '@/lib/domain/traces/index-segments'

/** A segment in its place: where it began, how deep it stands, and below which (its place in the list; -1 for none). */
export type Placed<S> = { segment: S; parent: number; startMs: number; depth: number }

export type PlacedTrace<S> = {
  /** Parents before children, siblings by start, then by ID. */
  placed: Placed<S>[]
  startMs: number
  /** From the first start to the last end of any segment: an asynchronous root ends long before its children. */
  durationMs: number
  /** Nothing is in progress, and no subsegment waits for the segment that it belongs to. */
  complete: boolean
}

const NONE = -1

/**
 * Hangs all segments of a trace's documents into one tree. Of a segment sent several times the last state counts, an
 * inferred service gives way to its own segment, an orphan becomes a root, a loop of parents is cut, and what does not
 * say when it began is placed where the nearest above it did. Counts in places instead of IDs: a trace may have 50,000.
 * A trace without segments starts at 0 and is not complete.
 */
export function placeSegments<S extends Placeable<S>>(documents: readonly S[]): PlacedTrace<S> {
  const index = indexSegments(documents)
  const segments: S[] = []
  const placeOf = new Map<string, number>()
  for (const [id, { segment }] of index) {
    placeOf.set(id, segments.length)
    segments.push(segment)
  }
  const parents = new Int32Array(segments.length)
  let at = 0
  for (const [id, { parentId }] of index) {
    parents[at] = parentId === null || parentId === id ? NONE : (placeOf.get(parentId) ?? NONE)
    at += 1
  }
  cutLoops(segments, parents)
  const starts = findStarts(segments, parents)
  const placed = order(segments, parents, starts)
  return { placed, ...measure(placed) }
}

/** A loop is cut at the segment of it that comes first in the trace. */
function cutLoops<S extends Placeable<S>>(segments: readonly S[], parents: Int32Array): void {
  const [UNSEEN, ON_PATH, SETTLED] = [0, 1, 2]
  const state = new Uint8Array(segments.length)
  const path: number[] = []
  for (let first = 0; first < segments.length; first += 1) {
    let at = first
    while (at !== NONE && state[at] === UNSEEN) {
      state[at] = ON_PATH
      path.push(at)
      at = parents[at] ?? NONE
    }
    if (at !== NONE && state[at] === ON_PATH) {
      const loop = path.slice(path.indexOf(at))
      parents[loop.reduce((a, b) => (isBefore(segments, b, a) ? b : a))] = NONE
    }
    for (const seen of path) state[seen] = SETTLED
    path.length = 0
  }
}

function isBefore<S extends Placeable<S>>(segments: readonly S[], a: number, b: number): boolean {
  const [left, right] = [segments[a], segments[b]]
  if (left === undefined || right === undefined) return false
  const leftMs = left.startMs ?? Number.POSITIVE_INFINITY
  const rightMs = right.startMs ?? Number.POSITIVE_INFINITY
  return leftMs === rightMs ? left.id < right.id : leftMs < rightMs
}

/** Where each segment began; one that does not say is placed where the nearest one above it that does began. */
function findStarts<S extends Placeable<S>>(segments: readonly S[], parents: Int32Array): Float64Array {
  const starts = new Float64Array(segments.length)
  const missing: number[] = []
  let earliestMs = Number.POSITIVE_INFINITY
  segments.forEach(({ startMs }, at) => {
    if (startMs === null) missing.push(at)
    else {
      starts[at] = startMs
      earliestMs = Math.min(earliestMs, startMs)
    }
  })
  const fallbackMs = missing.length === segments.length ? 0 : earliestMs
  // What is known of those above is kept, so that a long chain is walked once: undefined is not looked for yet.
  const above: (number | null | undefined)[] = []
  for (const first of missing) {
    const path: number[] = []
    let at = first
    while (at !== NONE && segments[at]?.startMs === null && above[at] === undefined) {
      path.push(at)
      at = parents[at] ?? NONE
    }
    const found = at === NONE ? null : (segments[at]?.startMs ?? above[at] ?? null)
    for (const walked of path) above[walked] = found
  }
  for (const at of missing) starts[at] = above[at] ?? segments[at]?.endMs ?? fallbackMs
  return starts
}

/** Parents before children, siblings by start. */
function order<S extends Placeable<S>>(segments: readonly S[], parents: Int32Array, starts: Float64Array): Placed<S>[] {
  const children = new Map<number, number[]>()
  for (let at = 0; at < segments.length; at += 1) {
    const parent = parents[at] ?? NONE
    const siblings = children.get(parent)
    if (siblings) siblings.push(at)
    else children.set(parent, [at])
  }
  const idOf = (at: number) => segments[at]?.id ?? ''
  const latestFirst = (a: number, b: number) =>
    (starts[b] ?? 0) - (starts[a] ?? 0) || (idOf(a) < idOf(b) ? 1 : idOf(a) > idOf(b) ? -1 : 0)
  for (const siblings of children.values()) if (siblings.length > 1) siblings.sort(latestFirst)
  const placed: Placed<S>[] = []
  const placeOf = new Int32Array(segments.length)
  const open = children.get(NONE) ?? []
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const segment = segments[at]
    if (segment === undefined) continue
    const above = parents[at] ?? NONE
    const parent = above === NONE ? NONE : (placeOf[above] ?? NONE)
    placeOf[at] = placed.length
    placed.push({ segment, parent, startMs: starts[at] ?? 0, depth: (placed[parent]?.depth ?? -1) + 1 })
    for (const child of children.get(at) ?? []) open.push(child)
  }
  return placed
}

function measure<S extends Placeable<S>>(placed: readonly Placed<S>[]): Omit<PlacedTrace<S>, 'placed'> {
  const first = placed[0]?.startMs ?? 0
  let [startMs, endMs, complete] = [first, first, placed.length > 0]
  for (const { segment, parent, startMs: ownMs } of placed) {
    startMs = Math.min(startMs, ownMs)
    endMs = Math.max(endMs, ownMs, segment.endMs ?? ownMs)
    if (segment.inProgress || (segment.kind === 'subsegment' && parent === NONE)) complete = false
  }
  return { startMs, durationMs: elapsedMs(startMs, endMs), complete }
}
