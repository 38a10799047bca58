import type { StandingLimits } from '@/lib/domain/concurrency/limits-over-time'

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
  /** What bounded it then: one, two where either may have stood, [] where it is not known. */
  limits: readonly StandingLimits[]
  /** false: what stood then is not known, and limits stood at the first look at the functions, which came later. */
  areLimitsOfThen: boolean
}

export type ThrottleCause = 'account-pool' | 'reserved' | 'scaling-rate' | 'request-rate' | 'provisioned'
export type CauseVerdict = 'cause' | 'possible' | 'ruled out' | 'not known'

/** Environments that one function may add in 10 s; requests a second for each unit of concurrency. */
export const SCALING_STEP = 1_000
export const REQUESTS_PER_UNIT = 10
export const MINUTE_MS = 60_000

/**
 * Whether a limit throttled the function in one minute. Where one of several may have stood, what only one of them says is
 * possible; so is what a limit says that need not have stood then, which rules nothing out. In a longer period a limit that was reached need not have been when something was throttled: it is possible at
 * most. Not the minute's worth of a moment: what happens within seconds is possible where the minute leaves room for it.
 */
export function judgeThrottledMinute(
  cause: ThrottleCause,
  minute: ThrottledMinute,
  accountLimit: number | null,
): CauseVerdict {
  if (cause === 'scaling-rate') return judgeScaling(minute)
  const judge = JUDGES[cause]
  const [first = 'not known', ...others] = minute.limits.map((limits) => judge(minute, limits, accountLimit))
  if (minute.areLimitsOfThen && others.every((one) => one === first)) return first
  const all = [first, ...others]
  return all.includes('cause') || all.includes('possible') ? 'possible' : 'not known'
}

type Judge = (minute: ThrottledMinute, limits: StandingLimits, accountLimit: number | null) => CauseVerdict

const JUDGES: Record<Exclude<ThrottleCause, 'scaling-rate'>, Judge> = {
  reserved: (minute, { reserved }) => (reserved === null ? 'ruled out' : judgeBound(minute, reserved)),
  provisioned: (minute, { reserved, provisioned }) =>
    // Spilled-over requests run on demand, unless all that is reserved is provisioned.
    provisioned > 0 && reserved !== null && provisioned >= reserved ? judgeBound(minute, reserved) : 'ruled out',
  'account-pool': (minute, { reserved, pool }, accountLimit) => {
    if (reserved !== null) return 'ruled out'
    const { claimed, unreserved } = minute
    if (pool === null || accountLimit === null || (claimed === null && unreserved === null)) return 'not known'
    return reachedIf(minute, (unreserved ?? 0) >= pool || (claimed ?? 0) >= accountLimit)
  },
  'request-rate': ({ throttles, invocations, periodMs }, { reserved }, accountLimit) => {
    if (reserved === 0) return 'ruled out'
    const units = reserved ?? accountLimit
    if (units === null || invocations === null) return 'not known'
    const [requests, perSecond] = [throttles + invocations, units * REQUESTS_PER_UNIT]
    if (requests / (periodMs / 1000) >= perSecond) return 'cause'
    if (requests >= perSecond) return 'possible'
    // Others share the account's: what one of them sent rules nothing out.
    return reserved === null ? 'not known' : 'ruled out'
  },
}

function judgeBound(minute: ThrottledMinute, bound: number): CauseVerdict {
  // A reservation of 0 blocks every request, so that nothing runs which could reach it.
  if (bound === 0) return 'cause'
  return minute.peak === null ? 'not known' : reachedIf(minute, minute.peak >= bound)
}

function reachedIf({ periodMs }: ThrottledMinute, isReached: boolean): CauseVerdict {
  if (!isReached) return 'ruled out'
  return periodMs === MINUTE_MS ? 'cause' : 'possible'
}

function judgeScaling(minute: ThrottledMinute): CauseVerdict {
  const rise = steepestRise(minute)
  if (rise === null) return 'not known'
  return rise >= SCALING_STEP ? 'possible' : 'ruled out'
}

/** No rise is steeper than all that ran; more than that can only be told of two minutes that follow one another. */
export function steepestRise({ peak, peakBefore, periodMs }: ThrottledMinute): number | null {
  if (peak === null) return null
  if (peakBefore !== null && periodMs === MINUTE_MS) return peak - peakBefore
  return peak < SCALING_STEP ? peak : null
}
