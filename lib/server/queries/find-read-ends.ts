import { type Covered, countedEnd, isCountable, type Window } from '@/lib/domain/covered-window'
import type { PullStarts } from '@/lib/server/queries/get-pull-starts'
import type { FleetFunction } from '@/lib/server/queries/list-fleet'
import { byCovered, clipper, type FleetSources } from '@/lib/server/queries/list-fleet-sources'

/** Where counts and log lines are read to, both within the window: what is compared has to end alike. */
export type ReadEnds = { countsToMs: number; logsToMs: number }

/**
 * Where the figures of a window end: of each account and region the newest end of a function that was called since it
 * began, and of these the oldest; the window's end where none is. One whose figures are not known since what is pulled
 * begins does not count.
 */
export function findReadEnds(
  functions: readonly FleetFunction[],
  sources: FleetSources,
  {
    nowMs,
    toleranceMs,
    countsFromMs,
    logsFromMs,
    ...window
  }: Window & PullStarts & { nowMs: number; toleranceMs: number },
): ReadEnds {
  const endsSince = (fromMs: number) => {
    const since = { ...window, fromMs }
    const clip = clipper(since)
    return byCovered((whole) => {
      const covered = clip(whole)
      const isKnown = isCountable(covered, since, nowMs, toleranceMs)
      return { atMs: isKnown ? countedEnd(covered, since, nowMs, toleranceMs) : null }
    })
  }
  const endOf = { countsToMs: endsSince(countsFromMs), logsToMs: endsSince(logsFromMs) }
  const called = new Map<number, Covered>()
  for (const { metric, functionId, lastPointAtMs, covered } of sources.series.values()) {
    if (metric === 'Invocations' && (lastPointAtMs ?? 0) >= window.fromMs) called.set(functionId, covered)
  }
  const ends = { countsToMs: new Map<string, number>(), logsToMs: new Map<string, number>() }
  const add = (end: keyof ReadEnds, place: string, covered: Covered | undefined) => {
    const atMs = covered === undefined ? null : endOf[end](covered).atMs
    if (atMs !== null) ends[end].set(place, Math.max(ends[end].get(place) ?? atMs, atMs))
  }
  for (const { id, accountId, region } of functions) {
    if (!called.has(id)) continue
    const place = `${accountId}/${region}`
    add('countsToMs', place, called.get(id))
    add('logsToMs', place, sources.logs.get(id))
  }
  return {
    countsToMs: Math.min(window.toMs, ...ends.countsToMs.values()),
    logsToMs: Math.min(window.toMs, ...ends.logsToMs.values()),
  }
}
