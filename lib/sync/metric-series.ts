import type { MetricQuery } from '@/lib/sync/aws/get-metric-data'
import type { ListedMetric } from '@/lib/sync/aws/list-metrics'
import type { TimeRange } from '@/lib/sync/time-ranges'

export const PERIOD_S = 60
/** What is asked of each metric. Statistics of one metric stay together: CloudWatch bills up to five of them as one. */
const FUNCTION_STATISTICS: Readonly<Record<string, readonly string[]>> = {
  Invocations: ['Sum'],
  Errors: ['Sum'],
  Throttles: ['Sum'],
  ConcurrentExecutions: ['Maximum'],
  ProvisionedConcurrentExecutions: ['Maximum'],
  ProvisionedConcurrencyUtilization: ['Maximum'],
  ProvisionedConcurrencyInvocations: ['Sum'],
  ProvisionedConcurrencySpilloverInvocations: ['Sum'],
  Duration: ['p50', 'p95', 'p99', 'Maximum'],
}
const ACCOUNT_STATISTICS: Readonly<Record<string, readonly string[]>> = {
  ConcurrentExecutions: ['Maximum'],
  UnreservedConcurrentExecutions: ['Maximum'],
  ClaimedAccountConcurrency: ['Maximum'],
}
/** The counts that are known to be zero where CloudWatch has no such metric. */
const COUNTS = ['Invocations', 'Errors', 'Throttles'] as const

/** functionId 0 is the account-region. qualifier '' is the whole function; executedVersion '' unless part of the set. */
export type SeriesKey = {
  functionId: number
  qualifier: string
  executedVersion: string
  metric: string
  statistic: string
}

/** A stored series that is asked for. functionName null: the account-region. */
export type AskedSeries = SeriesKey & { id: number; functionName: string | null; covered: TimeRange[] }

/** The series that a listed metric gives; none for a metric that is not kept or a function that is not known. */
export function seriesOfListed(listed: ListedMetric, functionIds: ReadonlyMap<string, number>): SeriesKey[] {
  if (listed.functionName === null) {
    if (listed.resource !== null || listed.executedVersion !== null) return []
    return seriesOf({ functionId: 0, qualifier: '', executedVersion: '' }, listed.metric, ACCOUNT_STATISTICS)
  }
  const functionId = functionIds.get(listed.functionName)
  const qualifier = qualifierOfResource(listed.functionName, listed.resource)
  if (functionId === undefined || qualifier === null) return []
  const set = { functionId, qualifier, executedVersion: listed.executedVersion ?? '' }
  return seriesOf(set, listed.metric, FUNCTION_STATISTICS)
}

/** Every series that the account-region itself can have. */
export function accountSeries(): SeriesKey[] {
  return Object.keys(ACCOUNT_STATISTICS).flatMap((metric) =>
    seriesOf({ functionId: 0, qualifier: '', executedVersion: '' }, metric, ACCOUNT_STATISTICS),
  )
}

/** Every series that one dimension set of a function can have. */
export function allSeries(set: { functionId: number; qualifier: string; executedVersion: string }): SeriesKey[] {
  return Object.keys(FUNCTION_STATISTICS).flatMap((metric) => seriesOf(set, metric, FUNCTION_STATISTICS))
}

/** The counts of one dimension set. */
export function countSeries(set: { functionId: number; qualifier: string; executedVersion: string }): SeriesKey[] {
  return COUNTS.map((metric) => ({ ...set, metric, statistic: 'Sum' }))
}

/** The dimensions by which CloudWatch knows a series; it matches them exactly. functionName null: the account-region. */
export function dimensionsOf(
  functionName: string | null,
  { qualifier, executedVersion }: Pick<SeriesKey, 'qualifier' | 'executedVersion'>,
): MetricQuery['dimensions'] {
  if (functionName === null) return {}
  if (qualifier === '') return { FunctionName: functionName }
  const Resource = qualifier === '$LATEST' ? functionName : `${functionName}:${qualifier}`
  const set = { FunctionName: functionName, Resource }
  return executedVersion === '' ? set : { ...set, ExecutedVersion: executedVersion }
}

export function seriesText(key: SeriesKey): string {
  return [key.functionId, key.qualifier, key.executedVersion, key.metric, key.statistic].join('/')
}

function seriesOf(
  set: { functionId: number; qualifier: string; executedVersion: string },
  metric: string,
  statistics: Readonly<Record<string, readonly string[]>>,
): SeriesKey[] {
  const asked = Object.hasOwn(statistics, metric) ? (statistics[metric] ?? []) : []
  return asked.map((statistic) => ({ ...set, metric, statistic }))
}

/** '' without Resource, '$LATEST' for the bare name, else what follows it; null for a Resource of something else. */
function qualifierOfResource(functionName: string, resource: string | null): string | null {
  if (resource === null) return ''
  if (resource === functionName) return '$LATEST'
  return resource.startsWith(`${functionName}:`) ? resource.slice(functionName.length + 1) : null
}
