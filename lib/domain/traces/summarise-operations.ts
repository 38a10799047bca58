import { elapsedMs } from '@/lib/domain/traces/elapsed-ms'
import { outcomeOf, StatsTally } from '@/lib/domain/traces/graph-stats'
import { type Operation, operationsOf } from '@/lib/domain/traces/operation-of'
import { selfTimes } from '@/lib/domain/traces/self-times'
import type { Span } from '@/lib/domain/traces/span'

/**
 * What one operation of one service did in a trace. errors, faults and throttles count each span under the worst only, as
 * X-Ray does. Times are of spans that ended; null when none did. share: the part of the trace's duration in which at least
 * one of them ran (0 to 1). slowest: the longest first, running ones
 * (durationMs null) before them.
 */
export type OperationStats = Operation & {
  count: number
  running: number
  errors: number
  faults: number
  throttles: number
  totalMs: number | null
  selfMs: number | null
  averageMs: number | null
  p50Ms: number | null
  p95Ms: number | null
  maxMs: number | null
  share: number | null
  slowest: { id: string; durationMs: number | null }[]
}

/** How many spans of an operation are named. */
const MOST_NAMED = 50

type Whole = { spans: readonly Span[]; startMs: number; durationMs: number }

/** The operations of a trace, those with the most time of their own first. */
export function summariseOperations(tree: Whole): OperationStats[] {
  const operations = operationsOf(tree.spans)
  const self = selfTimes(tree.spans)
  const groups = new Map<string, { operation: Operation; spans: Span[] }>()
  for (const span of tree.spans) {
    const operation = operations.get(span.id)
    if (operation === undefined) continue
    const key = JSON.stringify(operation)
    const group = groups.get(key)
    if (group) group.spans.push(span)
    else groups.set(key, { operation, spans: [span] })
  }
  return [...groups.values()]
    .map(({ operation, spans }) => ({ ...operation, ...statsOf(spans, self, tree) }))
    .sort((a, b) => (b.selfMs ?? -1) - (a.selfMs ?? -1) || (b.totalMs ?? -1) - (a.totalMs ?? -1))
}

function statsOf(spans: readonly Span[], self: ReadonlyMap<string, number | null>, tree: Whole) {
  const tally = new StatsTally()
  let [totalMs, selfMs, maxMs, running] = [0, 0, 0, 0]
  for (const span of spans) {
    const ms = span.endMs === null ? null : Math.max(0, span.endMs - span.startMs)
    tally.add(outcomeOf(span), ms)
    if (ms === null) running += 1
    totalMs += ms ?? 0
    selfMs += self.get(span.id) ?? 0
    maxMs = Math.max(maxMs, ms ?? 0)
  }
  const { count, error, fault, throttle, p50Ms, p95Ms } = tally.stats()
  const ended = count - running
  const known = (ms: number) => (ended === 0 ? null : Math.round(ms * 1000) / 1000)
  return {
    count,
    running,
    errors: error,
    faults: fault,
    throttles: throttle,
    totalMs: known(totalMs),
    selfMs: known(selfMs),
    averageMs: known(totalMs / ended),
    p50Ms,
    p95Ms,
    maxMs: known(maxMs),
    share: shareOf(spans, tree),
    slowest: slowestOf(spans),
  }
}

/** Spans stand by their start only among siblings, so they are sorted for the union of their times. */
function shareOf(spans: readonly Span[], { startMs, durationMs }: Whole): number | null {
  if (durationMs <= 0) return null
  const lastMs = startMs + durationMs
  let [coveredMs, reachedMs] = [0, startMs]
  for (const span of spans.toSorted((a, b) => a.startMs - b.startMs)) {
    const endMs = span.endMs ?? lastMs
    coveredMs += Math.max(0, endMs - Math.max(reachedMs, span.startMs))
    reachedMs = Math.max(reachedMs, endMs)
  }
  return Math.min(1, coveredMs / durationMs)
}

function slowestOf(spans: readonly Span[]): OperationStats['slowest'] {
  const rank = (ms: number | null) => ms ?? Number.MAX_VALUE
  return spans
    .map(({ id, startMs, endMs }) => ({ id, durationMs: endMs === null ? null : elapsedMs(startMs, endMs) }))
    .sort((a, b) => rank(b.durationMs) - rank(a.durationMs))
    .slice(0, MOST_NAMED)
}
