import { type Holder, heldAt, poolAt } from '@/lib/domain/concurrency/standing-at'
import type { Window } from '@/lib/domain/covered-window'

/**
 * What bounded a function. reserved: null where nothing was; provisioned: of all its qualifiers; pool: what no function had
 * reserved, null where that is not known.
 */
export type StandingLimits = { reserved: number | null; provisioned: number; pool: number | null }

export type LimitFacts = { own: Holder; holders: readonly Holder[]; poolNow: number | null }

/**
 * The limits of a function within a stretch: one, or two where something was changed between two looks, the later of which
 * may have come after the change, so that what stood before and what stood after are both possible.
 */
export function limitsWithin(facts: LimitFacts, { fromMs, toMs }: Window): StandingLimits[] {
  const late = limitsAt(facts, fromMs)
  const early = limitsAt(
    { ...facts, own: asEarlyAsPossible(facts.own), holders: facts.holders.map(asEarlyAsPossible) },
    toMs - 1,
  )
  const isSame = late.reserved === early.reserved && late.provisioned === early.provisioned && late.pool === early.pool
  return isSame ? [late] : [late, early]
}

function limitsAt({ own, holders, poolNow }: LimitFacts, atMs: number): StandingLimits {
  const { reserved, provisioned } = heldAt(own, atMs)
  return {
    reserved,
    provisioned: provisioned.reduce((sum, { value }) => sum + value, 0),
    pool: poolAt(poolNow, holders, atMs),
  }
}

function asEarlyAsPossible(holder: Holder): Holder {
  return { ...holder, changes: holder.changes.map((change) => ({ ...change, atMs: change.knownAfterMs })) }
}
