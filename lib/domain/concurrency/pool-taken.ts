import type { Peaks } from '@/lib/domain/concurrency/plan-reservations'
import {
  type Held,
  type Holder,
  heldAt,
  momentsOf,
  type StandingChange,
  standingAt,
} from '@/lib/domain/concurrency/standing-at'
import { type Covered, clipCovered, type Window } from '@/lib/domain/covered-window'

const MINUTE = 60_000

/** By minute of the window from its begin on, where it is known. */
export type KnownPeaks = { values: Peaks; covered: Covered }

/** What a function held in each minute of a window. */
export function heldByMinute(holder: Holder | undefined, { fromMs }: Window): (minute: number) => Held {
  if (holder === undefined) return () => ({ reserved: null, provisioned: [] })
  const isSteady = momentsOf([holder]).length === 0
  const always = heldAt(holder, fromMs)
  return isSteady ? () => always : (minute) => heldAt(holder, fromMs + minute * MINUTE)
}

/** What of it is certain of a holder: not between the two looks of which only the later saw a change. */
export function withoutUnsure(covered: Covered, { changes }: Holder, kind: StandingChange['kind']): Covered {
  return changes.reduce((known, { kind: changed, knownAfterMs, atMs }) => {
    if (changed !== kind || atMs <= knownAfterMs) return known
    return [
      ...clipCovered(known, { fromMs: Number.NEGATIVE_INFINITY, toMs: knownAfterMs }),
      ...clipCovered(known, { fromMs: atMs, toMs: Number.POSITIVE_INFINITY }),
    ]
  }, covered)
}

/**
 * What was taken of the pool in each known minute: what is claimed, of which AWS counts what is provisioned in full, less
 * what was reserved. A minute in which a reservation may have been changed is not known.
 */
export function poolTaken(claimed: KnownPeaks, holders: readonly Holder[], window: Window): KnownPeaks {
  const covered = holders.reduce((known, holder) => withoutUnsure(known, holder, 'concurrency'), claimed.covered)
  const moments = [window.fromMs, ...momentsOf(holders), window.toMs].sort((left, right) => left - right)
  const values = new Map<number, number>()
  moments.slice(1).forEach((toMs, index) => {
    const fromMs = moments[index] ?? toMs
    const standing = holders.flatMap((holder) => standingAt(holder, fromMs))
    const held = (isReserved: boolean) =>
      standing.reduce((sum, { qualifier, value }) => sum + ((qualifier === null) === isReserved ? value : 0), 0)
    const [reserved, provisioned] = [held(true), held(false)]
    for (const minute of minutesOf({ fromMs, toMs }, window)) {
      const value = claimed.values.get(minute)
      // An account in which nothing ran publishes nothing: what is provisioned is taken nevertheless.
      values.set(minute, value === undefined ? provisioned : Math.max(0, value - reserved))
    }
  })
  return { values, covered }
}

/** The minutes of the window that begin in a part of it. */
function minutesOf(part: Window, { fromMs, toMs }: Window): number[] {
  const first = Math.ceil((Math.max(part.fromMs, fromMs) - fromMs) / MINUTE)
  const end = Math.ceil((Math.min(part.toMs, toMs) - fromMs) / MINUTE)
  return Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index)
}
