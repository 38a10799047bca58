import type { QueriedEvents } from '@/lib/sync/aws/query-log-events'
import type { TimeRange } from '@/lib/sync/time-ranges'

const SECOND_MS = 1_000
/** So many lines are stored in one transaction, and those of their last second. */
const MOST_STORED = 10_000

/** isWhole: every line of the window is there. */
export type QueriedPart = { window: TimeRange; events: QueriedEvents['events']; isWhole: boolean }

/**
 * The answer to a query for whole seconds, in parts to store one after the other, each of whole seconds. What a cut answer
 * may lack is left out: none when that is so of its first second already. A single second cannot be cut smaller: it is
 * the only part that is not whole.
 */
export function cutQueried(
  piece: TimeRange,
  { events, isCut }: QueriedEvents,
  mostStored: number = MOST_STORED,
): QueriedPart[] {
  if (!isCut) return cutBySeconds(piece, events, mostStored)
  if (piece.toMs - piece.fromMs <= SECOND_MS) return [{ window: piece, events, isWhole: false }]
  const cutMs = floorSecond(events.at(-1)?.atMs ?? piece.fromMs)
  if (cutMs <= piece.fromMs) return []
  const sure = events.filter(({ atMs }) => atMs < cutMs)
  return cutBySeconds({ fromMs: piece.fromMs, toMs: cutMs }, sure, mostStored)
}

export function floorSecond(atMs: number): number {
  return Math.floor(atMs / SECOND_MS) * SECOND_MS
}

function cutBySeconds(window: TimeRange, events: QueriedEvents['events'], mostStored: number): QueriedPart[] {
  const parts: QueriedPart[] = []
  let { fromMs } = window
  let first = 0
  for (const [at, { atMs }] of events.entries()) {
    const secondMs = floorSecond(atMs)
    const isNextSecond = at > 0 && secondMs > floorSecond(events[at - 1]?.atMs ?? atMs)
    if (at - first < mostStored || !isNextSecond) continue
    parts.push({ window: { fromMs, toMs: secondMs }, events: events.slice(first, at), isWhole: true })
    fromMs = secondMs
    first = at
  }
  return [...parts, { window: { fromMs, toMs: window.toMs }, events: events.slice(first), isWhole: true }]
}
