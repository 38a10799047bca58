/**
 * One minute in which the function was throttled, as CloudWatch tells it, or the longer period that it keeps of what is old.
 * null: not known.
 */
export type ThrottledMinute = {
  atMs: number
  periodMs: number
  throttles: number
  invocations: number | null
  /** The most that ran at once in it, and in the period before. */
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

/** minutes: in how many of the throttled minutes (or longer periods) it was so. evidence: the numbers that prove it, in a sentence or two. */
export type CauseFinding = { cause: ThrottleCause; verdict: CauseVerdict; minutes: number; evidence: string }

/** Environments that one function may add in 10 s; requests a second for each unit of concurrency. */
const SCALING_STEP = 1_000
const REQUESTS_PER_UNIT = 10
const MINUTE = 60_000

/**
 * By which of Lambda's limits the function was throttled, by what each limit is and how far it was used in the minutes that
 * have throttles. Minutes are the finest that CloudWatch keeps: what happens within seconds is told as possible, or ruled
 * out where even the whole minute stays below the limit. In longer periods a limit that was reached need not have been reached
 * when something was throttled, so that it is possible at most. [] without throttles. Follows "Lambda scaling" and "Understanding
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
  const evidence = `ConcurrentExecutions reached the ${reserved} reserved in ${full.length} of ${outOf(minutes)}; its highest there was ${highest ?? 'not known'}.`
  return { cause, ...verdictOf(full, known, minutes), evidence }
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
  const evidence = `The pool is ${pool} (limit ${accountLimit} less reservations). It was used up in ${full.length} of ${outOf(minutes)}; the highest there was ${used ?? 'not known'} unreserved, ${claimed ?? 'not known'} claimed.`
  return { cause, ...verdictOf(full, known, minutes), evidence }
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
    const known = minutes.filter(({ peak }) => peak !== null)
    const full = known.filter(({ peak }) => (peak ?? 0) >= provisioned)
    const evidence = `All ${reserved} reserved are provisioned, so that nothing is left to spill over to: ConcurrentExecutions reached them in ${full.length} of ${outOf(minutes)}.`
    return { cause, ...verdictOf(full, known, minutes), evidence }
  }
  const evidence = `${spilled} ${spilled === 1 ? 'invocation' : 'invocations'} spilled over from the ${provisioned} provisioned in these ${wordsOf(minutes)}. They ran on demand: a spillover alone throttles nothing.`
  return { cause, verdict: 'ruled out', minutes: 0, evidence }
}

/** The account's limit is shared by all functions without a reservation, so that what one of them sent rules nothing out. */
function explainRequestRate(minutes: readonly ThrottledMinute[], limits: ConcurrencyLimits): CauseFinding {
  const cause = 'request-rate'
  const { reserved, accountLimit } = limits
  if (reserved === 0) {
    const evidence = 'A reservation of 0 lets no request through, however few there are.'
    return { cause, verdict: 'ruled out', minutes: 0, evidence }
  }
  const units = reserved ?? accountLimit
  if (units === null) {
    return { cause, verdict: 'not known', minutes: 0, evidence: 'The account’s concurrency limit is not known.' }
  }
  const perSecond = units * REQUESTS_PER_UNIT
  const known = minutes.flatMap(({ throttles, invocations, periodMs }) => {
    if (invocations === null) return []
    const requests = throttles + invocations
    return [{ requests, average: requests / (periodMs / 1000) }]
  })
  const [busiest] = known.toSorted((left, right) => right.average - left.average)
  if (busiest === undefined) {
    return { cause, verdict: 'not known', minutes: 0, evidence: 'Its requests are not known.' }
  }
  const over = known.filter(({ average }) => average >= perSecond)
  const reachable = known.filter(({ requests }) => requests >= perSecond)
  const shared = reserved === null ? ', which it shares with every function that has no reservation' : ''
  const evidence = `At most ${perSecond} requests a second (10 × ${units})${shared}. The busiest of these ${wordsOf(minutes)} had ${busiest.requests} requests of its own, ${Number(busiest.average.toPrecision(3))} a second on average.`
  if (over.length > 0) return { cause, verdict: 'cause', minutes: over.length, evidence }
  if (reachable.length > 0) {
    const hint = ' One second may have had that many: CloudWatch does not tell.'
    return { cause, verdict: 'possible', minutes: reachable.length, evidence: `${evidence}${hint}` }
  }
  const isWhole = reserved !== null && known.length === minutes.length
  return { cause, verdict: isWhole ? 'ruled out' : 'not known', minutes: 0, evidence }
}

function explainScaling(minutes: readonly ThrottledMinute[]): CauseFinding {
  const cause = 'scaling-rate'
  const rises = minutes.map(steepestRise).filter((rise) => rise !== null)
  const fast = rises.filter((rise) => rise >= SCALING_STEP)
  const rule = `A function may add ${SCALING_STEP} environments every 10 s.`
  if (fast.length === 0 && rises.length < minutes.length) {
    const evidence = `${rule} How steeply its ConcurrentExecutions rose is not known of ${minutes.length - rises.length} of ${outOf(minutes)}.`
    return { cause, verdict: 'not known', minutes: 0, evidence }
  }
  const evidence = `${rule} The steepest rise into one of these ${wordsOf(minutes)} was ${Math.max(0, ...rises)} at most.`
  return { cause, verdict: fast.length > 0 ? 'possible' : 'ruled out', minutes: fast.length, evidence }
}

/** No rise is steeper than all that ran; more than that can only be told of two minutes that follow one another. */
function steepestRise({ peak, peakBefore, periodMs }: ThrottledMinute): number | null {
  if (peak === null) return null
  if (peakBefore !== null && periodMs === MINUTE) return peak - peakBefore
  return peak < SCALING_STEP ? peak : null
}

/** What was not reached is ruled out only where all is known. */
function verdictOf(
  full: readonly ThrottledMinute[],
  known: readonly ThrottledMinute[],
  all: readonly ThrottledMinute[],
): Pick<CauseFinding, 'verdict' | 'minutes'> {
  if (full.some(({ periodMs }) => periodMs === MINUTE)) return { verdict: 'cause', minutes: full.length }
  if (full.length > 0) return { verdict: 'possible', minutes: full.length }
  return { verdict: known.length < all.length ? 'not known' : 'ruled out', minutes: 0 }
}

function outOf(all: readonly ThrottledMinute[]): string {
  return `${all.length} throttled ${wordsOf(all)}`
}

/** "minutes" where all are, else how long the periods are that they are told in. */
function wordsOf(minutes: readonly ThrottledMinute[]): string {
  const longestMs = Math.max(...minutes.map(({ periodMs }) => periodMs))
  if (longestMs > MINUTE) return `${minutes.length === 1 ? 'period' : 'periods'} of up to ${longestMs / MINUTE} minutes`
  return minutes.length === 1 ? 'minute' : 'minutes'
}

function highestOf(minutes: readonly ThrottledMinute[], of: (minute: ThrottledMinute) => number | null): number | null {
  return minutes.reduce<number | null>((most, minute) => {
    const value = of(minute)
    return value === null ? most : Math.max(most ?? value, value)
  }, null)
}
