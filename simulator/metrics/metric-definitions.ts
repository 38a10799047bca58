import type { Samples } from '@/simulator/metrics/compute-statistic'
import type { SeriesMinute } from '@/simulator/metrics/function-minute'

export type MetricUnit = 'Count' | 'Milliseconds' | 'Percent' | 'None'

export type MetricDefinition = { unit: MetricUnit; read(minute: SeriesMinute): Samples | null }

/** So many samples of one each; none without. */
export function ones(count: number): Samples | null {
  return count === 0 ? null : { values: [1], counts: [count] }
}

/** Published for every attempt as 0 or 1, which is why these have a 0 point wherever there was an attempt. */
function outOf(attempts: number, hits: number): Samples | null {
  return attempts === 0 ? null : { values: [0, 1], counts: [attempts - hits, hits] }
}

/** One sample of a value above zero. */
export function once(value: number): Samples | null {
  return value > 0 ? { values: [value], counts: null } : null
}

/** Each value a sample. */
export function raw(values: readonly number[]): Samples | null {
  return values.length === 0 ? null : { values, counts: null }
}

/** Metrics of AWS/Lambda that follow from the invocations of a minute. */
export const invocationMetrics: Readonly<Record<string, MetricDefinition>> = {
  Invocations: { unit: 'Count', read: (m) => ones(m.invocations) },
  Errors: { unit: 'Count', read: (m) => outOf(m.invocations, m.errors) },
  Throttles: { unit: 'Count', read: (m) => outOf(m.invocations + m.throttles, m.throttles) },
  Duration: { unit: 'Milliseconds', read: (m) => raw(m.durations) },
  ProvisionedConcurrencyInvocations: { unit: 'Count', read: (m) => ones(m.provisioned) },
  ProvisionedConcurrencySpilloverInvocations: { unit: 'Count', read: (m) => ones(m.spillover) },
  AsyncEventsReceived: { unit: 'Count', read: (m) => ones(m.outcomes.received) },
  AsyncEventsDropped: { unit: 'Count', read: (m) => ones(m.outcomes.dropped) },
  AsyncEventAge: { unit: 'Milliseconds', read: (m) => raw(m.asyncAges) },
  DeadLetterErrors: { unit: 'Count', read: (m) => ones(m.outcomes['dead-letter-error']) },
  DestinationDeliveryFailures: { unit: 'Count', read: (m) => ones(m.outcomes['destination-failure']) },
  IteratorAge: { unit: 'Milliseconds', read: (m) => raw(m.iteratorAges) },
}

/** Metrics that follow from how many environments ran at once. */
export const concurrencyMetrics: Readonly<Record<string, MetricUnit>> = {
  ConcurrentExecutions: 'Count',
  UnreservedConcurrentExecutions: 'Count',
  ClaimedAccountConcurrency: 'Count',
  ProvisionedConcurrentExecutions: 'Count',
  ProvisionedConcurrencyUtilization: 'None',
}
