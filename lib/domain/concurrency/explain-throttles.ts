import {
  type CauseVerdict,
  judgeThrottledMinute,
  MINUTE_MS,
  REQUESTS_PER_UNIT,
  SCALING_STEP,
  steepestRise,
  type ThrottleCause,
  type ThrottledMinute,
} from '@/lib/domain/concurrency/judge-throttled-minute'
import type { StandingLimits } from '@/lib/domain/concurrency/limits-over-time'

/**
 * minutes: in how many of the throttled minutes (or longer periods) it was so; possibleMinutes: in how many more than those of
 * which it was the cause it is possible. evidence: the numbers that prove it, in a sentence or two.
 */
export type CauseFinding = {
  cause: ThrottleCause
  verdict: CauseVerdict
  minutes: number
  possibleMinutes: number
  evidence: string
}

const NOT_READ = 'What is reserved and provisioned for this function is not known.'
const NO_LIMIT = 'The account’s concurrency limit is not known.'

/**
 * By which of Lambda's limits the function was throttled, by what each limit was in the minutes that have throttles and how
 * far it was used in them. Minutes are the finest that CloudWatch keeps: what happens within seconds is told as possible, or
 * ruled out where even the whole minute stays below the limit. accountLimit: as it is now. [] without throttles. Follows
 * "Lambda scaling" and "Understanding concurrency" of the developer guide.
 */
export function explainThrottles(minutes: readonly ThrottledMinute[], accountLimit: number | null): CauseFinding[] {
  if (minutes.length === 0) return []
  const words: [ThrottleCause, string][] = [
    ['reserved', reservedEvidence(minutes)],
    ['account-pool', poolEvidence(minutes, accountLimit)],
    ['provisioned', provisionedEvidence(minutes)],
    ['request-rate', requestRateEvidence(minutes, accountLimit)],
    ['scaling-rate', scalingEvidence(minutes)],
  ]
  return words.map(([cause, evidence]) => {
    const verdicts = minutes.map((minute) => judgeThrottledMinute(cause, minute, accountLimit))
    const count = (verdict: CauseVerdict) => verdicts.filter((one) => one === verdict).length
    const verdict = (['cause', 'possible', 'not known'] as const).find((one) => count(one) > 0) ?? 'ruled out'
    const isTold = verdict === 'cause' || verdict === 'possible'
    return {
      ...{ cause, verdict, minutes: isTold ? count(verdict) : 0 },
      possibleMinutes: verdict === 'cause' ? count('possible') : 0,
      evidence,
    }
  })
}

function reservedEvidence(minutes: readonly ThrottledMinute[]): string {
  const reserved = withLimit(minutes, ({ reserved: one }) => one)
  if (reserved.length === 0) return noneOr(minutes, 'No concurrency was reserved for this function.')
  const blocked = reserved.filter((minute) => minute.limits.every((one) => one.reserved === 0))
  const bounded = reserved.filter((minute) => minute.limits.some((one) => one.reserved !== 0))
  const full = bounded.filter((minute) => minute.peak !== null && mayBeBy('reserved', minute, null))
  const bound = spanOf(bounded.flatMap(({ limits }) => limits.flatMap((one) => one.reserved ?? [])))
  const sentences = [
    blocked.length > 0 &&
      `Reserved concurrency was 0 in ${blocked.length} of ${outOf(minutes)}, which blocks every request.`,
    bounded.length > 0 &&
      `ConcurrentExecutions reached the ${bound} reserved in ${full.length} of ${outOf(minutes)}; its highest there was ${highestOf(bounded, ({ peak }) => peak) ?? 'not known'}.`,
  ]
  return sentencesOf([...sentences, unsettled(minutes, ({ reserved: one }) => one)])
}

function poolEvidence(minutes: readonly ThrottledMinute[], accountLimit: number | null): string {
  const drawing = minutes.filter(({ limits }) => limits.some(({ reserved }) => reserved === null))
  if (drawing.length === 0) return noneOr(minutes, 'A function with reserved concurrency does not draw on the pool.')
  const pools = drawing.flatMap(({ limits }) => limits.flatMap(({ pool }) => pool ?? []))
  if (pools.length === 0 || accountLimit === null) return NO_LIMIT
  const full = drawing.filter((minute) => mayBeBy('account-pool', minute, accountLimit))
  const used = highestOf(drawing, ({ unreserved }) => unreserved)
  const claimed = highestOf(drawing, ({ claimed: one }) => one)
  return `The pool was ${spanOf(pools)} (limit ${accountLimit} less reservations). It was used up in ${full.length} of ${outOf(minutes)}; the highest there was ${used ?? 'not known'} unreserved, ${claimed ?? 'not known'} claimed.`
}

/** Spilled-over requests run on demand and are not throttled, unless nothing is left to run on. */
function provisionedEvidence(minutes: readonly ThrottledMinute[]): string {
  const warm = minutes.filter(({ limits }) => limits.some(({ provisioned }) => provisioned > 0))
  if (warm.length === 0) return noneOr(minutes, 'No concurrency was provisioned for this function.')
  const whole = warm.filter(({ limits }) =>
    limits.some((one) => one.reserved !== null && one.provisioned >= one.reserved),
  )
  const full = whole.filter((minute) => mayBeBy('provisioned', minute, null))
  const wholes = new Set(whole)
  const rest = warm.filter((minute) => !wholes.has(minute))
  const spilled = rest.map(({ spillover }) => spillover)
  const isKnown = spilled.every((count) => count !== null)
  const count = spilled.reduce<number>((sum, one) => sum + (one ?? 0), 0)
  const provisioned = spanOf(rest.flatMap(({ limits }) => limits.map((one) => one.provisioned)))
  return sentencesOf([
    whole.length > 0 &&
      `All ${spanOf(whole.flatMap(({ limits }) => limits.flatMap((one) => one.reserved ?? [])))} reserved were provisioned, so that nothing was left to spill over to: ConcurrentExecutions reached them in ${full.length} of ${outOf(minutes)}.`,
    rest.length > 0 &&
      `${isKnown ? '' : 'At least '}${count} ${count === 1 ? 'invocation' : 'invocations'} spilled over from the ${provisioned} provisioned in ${rest.length} of ${outOf(minutes)}. They ran on demand: a spillover alone throttles nothing.`,
  ])
}

/** The account's limit is shared by all functions without a reservation, so that what one of them sent rules nothing out. */
function requestRateEvidence(minutes: readonly ThrottledMinute[], accountLimit: number | null): string {
  const open = minutes.filter(({ limits }) => limits.some(({ reserved }) => reserved !== 0))
  if (open.length === 0) return noneOr(minutes, 'A reservation of 0 lets no request through, however few there are.')
  const units = open.flatMap(({ limits }) => limits.flatMap(({ reserved }) => reserved ?? accountLimit ?? []))
  if (units.length === 0) return NO_LIMIT
  const known = open.flatMap(({ throttles, invocations, periodMs }) => {
    if (invocations === null) return []
    const requests = throttles + invocations
    return [{ requests, average: requests / (periodMs / 1000) }]
  })
  const [busiest] = known.toSorted((left, right) => right.average - left.average)
  if (busiest === undefined) return 'Its requests are not known.'
  const isShared = open.some(({ limits }) => limits.some(({ reserved }) => reserved === null))
  const shared = isShared ? ', which functions without a reservation share' : ''
  const perSecond = spanOf(units.map((one) => one * REQUESTS_PER_UNIT))
  const isPossible = open.some((minute) => judgeThrottledMinute('request-rate', minute, accountLimit) === 'possible')
  return sentencesOf([
    `At most ${perSecond} requests a second (10 × ${spanOf(units)})${shared}.`,
    `The busiest of these ${wordsOf(minutes)} had ${busiest.requests} requests of its own, ${Number(busiest.average.toPrecision(3))} a second on average.`,
    isPossible && 'One second may have had that many: CloudWatch does not tell.',
  ])
}

function scalingEvidence(minutes: readonly ThrottledMinute[]): string {
  const rises = minutes.map(steepestRise)
  const known = rises.filter((rise) => rise !== null)
  const unknown = rises.length - known.length
  return sentencesOf([
    `A function may add ${SCALING_STEP} environments every 10 s.`,
    known.length > 0 &&
      `The steepest rise into one of these ${wordsOf(minutes)} was ${known.reduce((most, rise) => Math.max(most, rise), 0)} at most.`,
    unknown > 0 && `How steeply its ConcurrentExecutions rose is not known of ${unknown} of ${outOf(minutes)}.`,
  ])
}

function mayBeBy(cause: ThrottleCause, minute: ThrottledMinute, accountLimit: number | null): boolean {
  const verdict = judgeThrottledMinute(cause, minute, accountLimit)
  return verdict === 'cause' || verdict === 'possible'
}

/** Minutes in which the limit bounded the function, or may have. */
function withLimit(
  minutes: readonly ThrottledMinute[],
  of: (limits: StandingLimits) => number | null,
): ThrottledMinute[] {
  return minutes.filter(({ limits }) => limits.some((one) => of(one) !== null))
}

/** What is told where it holds of no minute; of settings that were never read nothing is. */
function noneOr(minutes: readonly ThrottledMinute[], evidence: string): string {
  return minutes.some(({ limits }) => limits.length === 0) ? NOT_READ : evidence
}

function unsettled(minutes: readonly ThrottledMinute[], of: (limits: StandingLimits) => number | null): string | false {
  const changed = minutes.filter(({ limits }) => new Set(limits.map(of)).size > 1).length
  return changed > 0 && `In ${changed} of them it may just have been changed.`
}

function sentencesOf(sentences: readonly (string | false)[]): string {
  return sentences.filter((one) => one !== false).join(' ')
}

/** "5", or "5 to 20" where it changed. */
function spanOf(values: readonly number[]): string {
  const least = values.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY)
  const most = values.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY)
  return least === most ? String(least) : `${least} to ${most}`
}

function outOf(all: readonly ThrottledMinute[]): string {
  return `${all.length} throttled ${wordsOf(all)}`
}

/** "minutes" where all are, else how long the periods are that they are told in. */
function wordsOf(minutes: readonly ThrottledMinute[]): string {
  const longestMs = highestOf(minutes, ({ periodMs }) => periodMs) ?? MINUTE_MS
  if (longestMs > MINUTE_MS) {
    return `${minutes.length === 1 ? 'period' : 'periods'} of up to ${longestMs / MINUTE_MS} minutes`
  }
  return minutes.length === 1 ? 'minute' : 'minutes'
}

function highestOf(minutes: readonly ThrottledMinute[], of: (minute: ThrottledMinute) => number | null): number | null {
  return minutes.reduce<number | null>((most, minute) => {
    const value = of(minute)
    return value === null ? most : Math.max(most ?? value, value)
  }, null)
}
