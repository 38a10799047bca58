import { objectOf, textOf } from '@/lib/domain/json-value'

export type MappingFact = { name: string; value: string }

const SECONDS: readonly [string, string][] = [
  ['MaximumBatchingWindowInSeconds', 'Batching window'],
  ['MaximumRecordAgeInSeconds', 'Maximum record age'],
  ['TumblingWindowInSeconds', 'Tumbling window'],
]
const NUMBERS: readonly [string, string][] = [
  ['BatchSize', 'Batch size'],
  ['ParallelizationFactor', 'Batches per shard'],
  ['MaximumRetryAttempts', 'Retries'],
]

/** How an event source mapping is set up, in words, from AWS's own description of it; what it leaves out is left out. */
export function describeMapping(configuration: unknown): MappingFact[] {
  const own = objectOf(configuration) ?? {}
  const facts: MappingFact[] = []
  const add = (name: string, value: string | null) => {
    if (value !== null) facts.push({ name, value })
  }
  for (const [field, name] of NUMBERS) add(name, numberText(own[field]))
  for (const [field, name] of SECONDS) add(name, secondsText(own[field]))
  add('Starting position', textOf(own.StartingPosition))
  add('Maximum concurrency', numberText(objectOf(own.ScalingConfig)?.MaximumConcurrency))
  const filters = objectOf(own.FilterCriteria)?.Filters
  if (Array.isArray(filters) && filters.length > 0) add('Filters', filters.map(patternOf).join(' or '))
  if (own.BisectBatchOnFunctionError === true) add('On error', 'the batch is split in two')
  if (Array.isArray(own.FunctionResponseTypes) && own.FunctionResponseTypes.includes('ReportBatchItemFailures')) {
    add('Partial batches', 'failed items alone are retried')
  }
  return facts
}

/** Where a mapping sends what it gives up on. */
export function onFailureOf(configuration: unknown): string | null {
  return textOf(objectOf(objectOf(objectOf(configuration)?.DestinationConfig)?.OnFailure)?.Destination)
}

/** Whether a mapping publishes counts of its events. */
export function publishesEventCounts(configuration: unknown): boolean {
  const groups = objectOf(objectOf(configuration)?.MetricsConfig)?.Metrics
  return Array.isArray(groups) && groups.includes('EventCount')
}

/** AWS says -1 for without end. */
function numberText(value: unknown): string | null {
  if (typeof value !== 'number') return null
  return value === -1 ? 'no limit' : String(value)
}

function secondsText(value: unknown): string | null {
  if (typeof value !== 'number' || value === 0) return null
  return value === -1 ? 'no limit' : `${value} s`
}

function patternOf(filter: unknown): string {
  return textOf(objectOf(filter)?.Pattern) ?? 'a pattern that is encrypted'
}
