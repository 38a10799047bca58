import type { Outcome } from '@/lib/domain/traces/graph-stats'

/** A trace in which a node or an edge failed. */
export type Failure = { traceId: string; atMs: number; outcome: Exclude<Outcome, 'ok'> }

const MOST = 3
const WORST_FIRST: readonly Outcome[] = ['fault', 'error', 'throttle']

/** The few failures that are worth a look: faults before errors before throttles, the newest of each first. */
export function keepWorst(failures: readonly Failure[]): Failure[] {
  if (failures.length === 0) return []
  const rank = ({ outcome }: Failure) => WORST_FIRST.indexOf(outcome)
  const sorted = failures.toSorted((a, b) => rank(a) - rank(b) || b.atMs - a.atMs || (a.traceId < b.traceId ? -1 : 1))
  const kept = new Map<string, Failure>()
  for (const failure of sorted) {
    if (kept.size === MOST) break
    if (!kept.has(failure.traceId)) kept.set(failure.traceId, failure)
  }
  return [...kept.values()]
}

/** The worst outcome among counts; null where nothing failed. */
export function worstOutcome(counts: Readonly<Record<Outcome, number>>): Failure['outcome'] | null {
  return (['fault', 'error', 'throttle'] as const).find((outcome) => counts[outcome] > 0) ?? null
}
