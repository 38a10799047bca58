import { FLAG, type TraceColumns } from '@/lib/domain/traces/build-trace-columns'

/** What follows from a trace's columns, one entry a span. Times are microseconds from the start of the trace. */
export type WaterfallMeasures = {
  /** The place of the span that each hangs from; -1 for a root. */
  parent: Int32Array
  /** When each ended, one that runs at the end of the trace. */
  endUs: Float64Array
  /** When the last of it and all below it ended. */
  reachUs: Float64Array
  /** The longest of it and all below it; infinite while one of them runs. */
  longestUs: Float64Array
  /** The longest of all below it alone; -1 where nothing is. */
  belowUs: Float64Array
  /** How long it took without the time in which something directly below it ran; never more than its duration. */
  selfUs: Float64Array
}

/** Walks the trace once down and once up. */
export function measureWaterfall({ startUs, durationUs, depth, totalUs }: TraceColumns): WaterfallMeasures {
  const count = startUs.length
  const parent = new Int32Array(count)
  const [endUs, reachUs, longestUs] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)]
  const [selfUs, belowUs] = [new Float64Array(count), new Float64Array(count).fill(-1)]
  // Until when each is covered by what hangs from it: siblings come by their start, so that one mark is enough.
  const coveredUs = new Float64Array(count)
  const openByDepth: number[] = []
  for (let at = 0; at < count; at += 1) {
    const [start, duration, level] = [startUs[at] ?? 0, durationUs[at] ?? 0, depth[at] ?? 0]
    const end = duration < 0 ? Math.max(start, totalUs) : start + duration
    const above = level === 0 ? -1 : (openByDepth[level - 1] ?? -1)
    openByDepth[level] = at
    parent[at] = above
    endUs[at] = end
    reachUs[at] = end
    longestUs[at] = duration < 0 ? Number.POSITIVE_INFINITY : duration
    selfUs[at] = end - start
    coveredUs[at] = start
    if (above < 0) continue
    const from = Math.max(start, coveredUs[above] ?? 0)
    const until = Math.min(end, endUs[above] ?? 0)
    if (until <= from) continue
    selfUs[above] = (selfUs[above] ?? 0) - (until - from)
    coveredUs[above] = until
  }
  for (let at = count - 1; at >= 0; at -= 1) {
    const above = parent[at] ?? -1
    if (above < 0) continue
    reachUs[above] = Math.max(reachUs[above] ?? 0, reachUs[at] ?? 0)
    longestUs[above] = Math.max(longestUs[above] ?? 0, longestUs[at] ?? 0)
    belowUs[above] = Math.max(belowUs[above] ?? -1, longestUs[at] ?? 0)
  }
  return { parent, endUs, reachUs, longestUs, belowUs, selfUs }
}

/**
 * The stretches in which the trace waited for this span itself, by time: its own time outside of what hangs from it and is
 * on the critical path too. None for a span that is not on it.
 */
export function listCriticalStretches(
  { startUs, size, flags }: TraceColumns,
  { parent, endUs, reachUs }: WaterfallMeasures,
  index: number,
): [number, number][] {
  if (!((flags[index] ?? 0) & FLAG.critical)) return []
  const end = endUs[index] ?? 0
  const stretches: [number, number][] = []
  let cursor = startUs[index] ?? 0
  // What began before that from which it hangs, such as an initialization, counts from when it was waited for.
  for (let above = parent[index] ?? -1; above >= 0; above = parent[above] ?? -1) {
    cursor = Math.max(cursor, startUs[above] ?? 0)
  }
  const last = index + (size[index] ?? 1)
  for (let child = index + 1; child < last; child += size[child] ?? 1) {
    if (!((flags[child] ?? 0) & FLAG.critical)) continue
    const from = startUs[child] ?? 0
    if (from > cursor) stretches.push([cursor, Math.min(from, end)])
    cursor = Math.max(cursor, reachUs[child] ?? 0)
  }
  stretches.push([cursor, end])
  return stretches.filter(([from, to]) => to > from)
}
