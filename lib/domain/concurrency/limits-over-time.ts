import { type Holder, heldAt, momentsOf } from '@/lib/domain/concurrency/standing-at'
import type { Window } from '@/lib/domain/covered-window'

/**
 * What bounded a function. reserved: null where nothing was; provisioned: of all its qualifiers; pool: what no function had
 * reserved, null where that is not known.
 */
export type StandingLimits = { reserved: number | null; provisioned: number; pool: number | null }

export type LimitFacts = { own: Holder; holders: readonly Holder[]; poolNow: number | null }

export type LimitsOverTime = {
  /** By what changes were noticed at a moment. */
  at(atMs: number): StandingLimits
  /**
   * Whatever may have stood within a stretch: more than one where something was changed in it, or between two looks of which
   * the later came after it began.
   */
  within(stretch: Window): StandingLimits[]
}

/** before: until the first step; each step holds from its moment on. */
type Timeline = { before: StandingLimits; steps: { fromMs: number; limits: StandingLimits }[] }

/** The limits of a function at any time, computed once for each stretch between changes: there may be thousands of minutes. */
export function limitsOverTime(facts: LimitFacts): LimitsOverTime {
  const late = timelineOf(facts)
  const early = timelineOf({
    ...facts,
    own: asEarlyAsPossible(facts.own),
    holders: facts.holders.map(asEarlyAsPossible),
  })
  return {
    at: (atMs) => limitsAt(late, atMs),
    within: (stretch) => distinct([...limitsIn(late, stretch), ...limitsIn(early, stretch)]),
  }
}

function timelineOf({ own, holders, poolNow }: LimitFacts): Timeline {
  const changes = new Map(momentsOf([own]).map((ms) => [ms, 0]))
  for (const holder of holders) {
    const moments = momentsOf([holder]).sort((left, right) => left - right)
    moments.forEach((ms, index) => {
      const before = reservedAt(holder, moments[index - 1] ?? Number.NEGATIVE_INFINITY)
      changes.set(ms, (changes.get(ms) ?? 0) + reservedAt(holder, ms) - before)
    })
  }
  const ordered = [...changes].sort(([left], [right]) => left - right)
  // The pool is known as it is now: it was larger by what was reserved since.
  const first = poolNow === null ? null : ordered.reduce((pool, [, more]) => pool + more, poolNow)
  const limitsFrom = (fromMs: number, pool: number | null): StandingLimits => {
    const { reserved, provisioned } = heldAt(own, fromMs)
    return { reserved, provisioned: provisioned.reduce((sum, { value }) => sum + value, 0), pool }
  }
  let pool = first
  const steps = ordered.map(([fromMs, more]) => {
    if (pool !== null) pool -= more
    return { fromMs, limits: limitsFrom(fromMs, pool) }
  })
  return { before: limitsFrom(Number.NEGATIVE_INFINITY, first), steps }
}

function reservedAt(holder: Holder, atMs: number): number {
  return heldAt(holder, atMs).reserved ?? 0
}

function limitsAt({ before, steps }: Timeline, atMs: number): StandingLimits {
  return steps[countUpTo(steps, atMs) - 1]?.limits ?? before
}

function limitsIn(timeline: Timeline, { fromMs, toMs }: Window): StandingLimits[] {
  const { steps } = timeline
  const inside = steps.slice(countUpTo(steps, fromMs), countUpTo(steps, toMs - 1))
  return [limitsAt(timeline, fromMs), ...inside.map(({ limits }) => limits)]
}

/** How many steps were taken up to a moment. */
function countUpTo(steps: Timeline['steps'], atMs: number): number {
  let [low, high] = [0, steps.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((steps[middle]?.fromMs ?? atMs) <= atMs) low = middle + 1
    else high = middle
  }
  return low
}

function distinct(all: readonly StandingLimits[]): StandingLimits[] {
  return all.filter((one, index) => {
    const isSame = ({ reserved, provisioned, pool }: StandingLimits) =>
      reserved === one.reserved && provisioned === one.provisioned && pool === one.pool
    return all.findIndex(isSame) === index
  })
}

function asEarlyAsPossible(holder: Holder): Holder {
  return { ...holder, changes: holder.changes.map((change) => ({ ...change, atMs: change.knownAfterMs })) }
}
