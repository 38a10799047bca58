import type { AsyncOutcome, Invocation, Throttle } from '@/simulator/fleet/types'
import { deterministicHash } from '@/simulator/wire/deterministic-hash'

/** What one minute adds to one dimension set of one function. */
export type SeriesMinute = {
  invocations: number
  errors: number
  throttles: number
  provisioned: number
  spillover: number
  durations: number[]
  asyncAges: number[]
  iteratorAges: number[]
  outcomes: Record<AsyncOutcome['kind'], number>
}

/**
 * One minute of one function by dimension set: '' is {FunctionName}, 'R:' + qualifier is {FunctionName, Resource}
 * ('R:' alone for unqualified $LATEST), 'X:' + alias + '|' + version adds {ExecutedVersion}.
 */
export type FunctionMinute = Map<string, SeriesMinute>

export function createSeriesMinute(): SeriesMinute {
  return {
    invocations: 0,
    errors: 0,
    throttles: 0,
    provisioned: 0,
    spillover: 0,
    durations: [],
    asyncAges: [],
    iteratorAges: [],
    outcomes: { received: 0, dropped: 0, 'destination-failure': 0, 'dead-letter-error': 0 },
  }
}

function openSeries(minute: FunctionMinute, key: string): SeriesMinute {
  const found = minute.get(key)
  if (found) return found
  const created = createSeriesMinute()
  minute.set(key, created)
  return created
}

/** A call through an alias is not also counted on the version's own Resource; only weighted aliases name both. */
function seriesKeys(call: Invocation | Throttle, weightedAliases: ReadonlySet<string>): string[] {
  const keys = ['', `R:${call.qualifier ?? ''}`]
  if (call.qualifier !== null && weightedAliases.has(call.qualifier)) {
    keys.push(`X:${call.qualifier}|${call.executedVersion}`)
  }
  return keys
}

export type MinuteFacts = { weightedAliases: ReadonlySet<string>; readsStream: boolean }

/** Adds an ended invocation; the caller has left out those still running. */
export function addInvocation(minute: FunctionMinute, invocation: Invocation, facts: MinuteFacts): void {
  for (const key of seriesKeys(invocation, facts.weightedAliases)) {
    const series = openSeries(minute, key)
    series.invocations += 1
    if (invocation.result !== 'success') series.errors += 1
    if (invocation.provisioned) series.provisioned += 1
    if (invocation.spillover) series.spillover += 1
    series.durations.push(invocation.durationMs)
    if (invocation.asyncAgeMs !== null) series.asyncAges.push(invocation.asyncAgeMs)
    // A stream consumer is some hundred milliseconds behind, more when the batch before it was slow.
    if (facts.readsStream) series.iteratorAges.push(150 + (deterministicHash(invocation.requestId) % 1800))
  }
}

export function addThrottle(minute: FunctionMinute, throttle: Throttle, facts: MinuteFacts): void {
  for (const key of seriesKeys(throttle, facts.weightedAliases)) openSeries(minute, key).throttles += 1
}

export function addAsyncOutcome(minute: FunctionMinute, outcome: AsyncOutcome): void {
  openSeries(minute, '').outcomes[outcome.kind] += 1
}

/** Adds one series into another: the account-wide series are the sum of its functions'. */
export function mergeSeriesMinute(into: SeriesMinute, from: SeriesMinute): void {
  into.invocations += from.invocations
  into.errors += from.errors
  into.throttles += from.throttles
  into.provisioned += from.provisioned
  into.spillover += from.spillover
  for (const value of from.durations) into.durations.push(value)
  for (const value of from.asyncAges) into.asyncAges.push(value)
  for (const value of from.iteratorAges) into.iteratorAges.push(value)
  for (const kind of ['received', 'dropped', 'destination-failure', 'dead-letter-error'] as const) {
    into.outcomes[kind] += from.outcomes[kind]
  }
}
