/** One minute in which the function was throttled, as CloudWatch tells it. null: not known. */
export type ThrottledMinute = {
  atMs: number
  throttles: number
  invocations: number | null
  /** The most that ran at once in it, and in the minute before. */
  peak: number | null
  peakBefore: number | null
  spillover: number | null
  /** Of the account in this region: what counts against its limit, and what ran of functions without a reservation. */
  claimed: number | null
  unreserved: number | null
}

export type ConcurrencyLimits = {
  reserved: number | null
  /** Environments provisioned for all qualifiers together; null where none are. */
  provisioned: number | null
  accountLimit: number | null
  /** What no function has reserved: the account's limit less all reservations. */
  pool: number | null
}

export type ThrottleCause = 'account-pool' | 'reserved' | 'scaling-rate' | 'request-rate' | 'provisioned'
export type CauseVerdict = 'cause' | 'possible' | 'ruled out' | 'not known'

/** minutes: in how many of the throttled minutes it was so. evidence: the numbers that prove it, in a sentence or two. */
export type CauseFinding = { cause: ThrottleCause; verdict: CauseVerdict; minutes: number; evidence: string }

/** Environments that one function may add in 10 s; requests a second for each unit of concurrency. */
const SCALING_STEP = 1_000
const REQUESTS_PER_UNIT = 10

/**
 * By which of Lambda's limits the function was throttled, by what each limit is and how far it was used in the minutes that
 * have throttles. Minutes are the finest that CloudWatch keeps: what happens within seconds is told as possible, or ruled
 * out where even the whole minute stays below the limit. [] without throttles. Follows "Lambda scaling" and "Understanding
 * concurrency" of the developer guide.
 */
export function explainThrottles(minutes: readonly ThrottledMinute[], limits: ConcurrencyLimits): CauseFinding[] {
  if (minutes.length === 0) return []
  return [
    explainReserved(minutes, limits),
    explainPool(minutes, limits),
    explainProvisioned(minutes, limits),
    explainRequestRate(minutes, limits),
    explainScaling(minutes),
  ]
}

function explainReserved(minutes: readonly ThrottledMinute[], { reserved }: ConcurrencyLimits): CauseFinding {
  const cause = 'reserved'
  if (reserved === null) {
    return { cause, verdict: 'ruled out', minutes: 0, evidence: 'No concurrency is reserved for this function.' }
  }
  if (reserved === 0) {
    const evidence = 'Reserved concurrency is 0, which blocks every request.'
    return { cause, verdict: 'cause', minutes: minutes.length, evidence }
  }
  const known = minutes.filter(({ peak }) => peak !== null)
  const full = known.filter(({ peak }) => (peak ?? 0) >= reserved)
  const highest = highestOf(known, ({ peak }) => peak)
  const evidence = `ConcurrentExecutions reached the ${reserved} reserved in ${outOf(full, minutes)}; its highest there was ${highest ?? 'not known'}.`
  return { cause, ...verdictOf(full, known), evidence }
}

function explainPool(minutes: readonly ThrottledMinute[], limits: ConcurrencyLimits): CauseFinding {
  const cause = 'account-pool'
  const { reserved, pool, accountLimit } = limits
  if (reserved !== null) {
    const evidence = 'A function with reserved concurrency does not draw on the pool.'
    return { cause, verdict: 'ruled out', minutes: 0, evidence }
  }
  if (pool === null || accountLimit === null) {
    return { cause, verdict: 'not known', minutes: 0, evidence: 'The account’s concurrency limit is not known.' }
  }
  const known = minutes.filter(({ claimed, unreserved }) => claimed !== null || unreserved !== null)
  const full = known.filter(
    ({ claimed, unreserved }) => (unreserved ?? 0) >= pool || (claimed !== null && claimed >= accountLimit),
  )
  const used = highestOf(known, ({ unreserved }) => unreserved)
  const claimed = highestOf(known, ({ claimed: one }) => one)
  const evidence = `The pool is ${pool} (limit ${accountLimit} less reservations). It was used up in ${outOf(full, minutes)}; the highest there was ${used ?? 'not known'} unreserved, ${claimed ?? 'not known'} claimed.`
  return { cause, ...verdictOf(full, known), evidence }
}

/** Spilled-over requests run on demand and are not throttled, unless nothing is left to run on. */
function explainProvisioned(minutes: readonly ThrottledMinute[], limits: ConcurrencyLimits): CauseFinding {
  const cause = 'provisioned'
  const { provisioned, reserved } = limits
  if (provisioned === null) {
    return { cause, verdict: 'ruled out', minutes: 0, evidence: 'No concurrency is provisioned for this function.' }
  }
  const spilled = minutes.reduce((sum, { spillover }) => sum + (spillover ?? 0), 0)
  if (reserved !== null && provisioned >= reserved) {
    const full = minutes.filter(({ peak }) => peak !== null && peak >= provisioned)
    const evidence = `All ${reserved} reserved are provisioned, so that nothing is left to spill over to: ConcurrentExecutions reached them in ${outOf(full, minutes)}.`
    return {
      cause,
      ...verdictOf(
        full,
        minutes.filter(({ peak }) => peak !== null),
      ),
      evidence,
    }
  }
  const evidence = `${spilled} ${spilled === 1 ? 'invocation' : 'invocations'} spilled over from the ${provisioned} provisioned in these minutes. They ran on demand: a spillover alone throttles nothing.`
  return { cause, verdict: 'ruled out', minutes: 0, evidence }
}

function explainRequestRate(minutes: readonly ThrottledMinute[], limits: ConcurrencyLimits): CauseFinding {
  const cause = 'request-rate'
  const units = limits.reserved ?? limits.accountLimit
  if (units === null) {
    return { cause, verdict: 'not known', minutes: 0, evidence: 'The account’s concurrency limit is not known.' }
  }
  const perSecond = units * REQUESTS_PER_UNIT
  const requests = minutes.flatMap(({ throttles, invocations }) =>
    invocations === null ? [] : [throttles + invocations],
  )
  const over = requests.filter((count) => count / 60 >= perSecond)
  const reachable = requests.filter((count) => count >= perSecond)
  const most = Math.max(0, ...requests)
  const evidence = `At most ${perSecond} requests a second (10 × ${units}). The busiest of these minutes had ${most} requests, ${Number((most / 60).toPrecision(3))} a second on average.`
  if (requests.length === 0) return { cause, verdict: 'not known', minutes: 0, evidence: 'Its requests are not known.' }
  if (over.length > 0) return { cause, verdict: 'cause', minutes: over.length, evidence }
  const verdict = reachable.length > 0 ? 'possible' : 'ruled out'
  const hint = verdict === 'possible' ? ' One second may have had that many: minutes do not tell.' : ''
  return { cause, verdict, minutes: reachable.length, evidence: `${evidence}${hint}` }
}

function explainScaling(minutes: readonly ThrottledMinute[]): CauseFinding {
  const cause = 'scaling-rate'
  const known = minutes.filter(({ peak }) => peak !== null)
  const jumps = known.map(({ peak, peakBefore }) => (peak ?? 0) - (peakBefore ?? 0))
  const fast = jumps.filter((jump) => jump >= SCALING_STEP)
  if (known.length === 0) {
    return { cause, verdict: 'not known', minutes: 0, evidence: 'Its ConcurrentExecutions are not known.' }
  }
  const most = Math.max(0, ...jumps)
  const evidence = `A function may add ${SCALING_STEP} environments every 10 s. The steepest rise from one minute to the next was ${most}.`
  const verdict = fast.length > 0 ? 'possible' : 'ruled out'
  return { cause, verdict, minutes: fast.length, evidence }
}

function verdictOf(full: readonly unknown[], known: readonly unknown[]): Pick<CauseFinding, 'verdict' | 'minutes'> {
  if (known.length === 0) return { verdict: 'not known', minutes: 0 }
  return { verdict: full.length > 0 ? 'cause' : 'ruled out', minutes: full.length }
}

function outOf(some: readonly unknown[], all: readonly unknown[]): string {
  return `${some.length} of ${all.length} throttled ${all.length === 1 ? 'minute' : 'minutes'}`
}

function highestOf(minutes: readonly ThrottledMinute[], of: (minute: ThrottledMinute) => number | null): number | null {
  return minutes.reduce<number | null>((most, minute) => {
    const value = of(minute)
    return value === null ? most : Math.max(most ?? value, value)
  }, null)
}
