import type { MetricQuery } from '@/lib/sync/aws/get-metric-data'
import type { ListedMetric } from '@/lib/sync/aws/list-metrics'
import {
  ACCOUNT_STATISTICS,
  ALL_MAPPING_STATISTICS,
  COUNTS,
  ENVIRONMENT_STATISTICS,
  FUNCTION_STATISTICS,
  PROVIDER_STATISTICS,
  SET_STATISTICS,
  statisticsOf,
} from '@/lib/sync/metric-catalogue'
import type { TimeRange } from '@/lib/sync/time-ranges'

/** functionId 0 is the account-region. qualifier '' is the whole function; executedVersion '' unless part of the set. */
export type MetricSet = { functionId: number; qualifier: string; executedVersion: string }

/**
 * subject '' is the set itself, 'mapping/UUID' an event source mapping of the function, 'provider/NAME' the function's
 * environments on a capacity provider, 'provider/NAME/INSTANCE-TYPE' the provider's own instances.
 */
export type SeriesKey = MetricSet & { subject: string; metric: string; statistic: string }

/**
 * A stored series that is asked for. functionName null: the account-region. asWhole: that of its function as a whole says
 * the same. Times are epoch ms; null: never. readAtMs 0: was asked for, but not answered.
 */
export type AskedSeries = SeriesKey & {
  id: number
  functionName: string | null
  asWhole: boolean
  covered: TimeRange[]
  readAtMs: number | null
  lastPointAtMs: number | null
}

export type KnownSubjects = {
  functionIds: ReadonlyMap<string, number>
  /** Function of each event source mapping. */
  mappingFunctionIds: ReadonlyMap<string, number>
}

/** The series that a listed metric gives; none for a metric that is not kept or a function that is not known. */
export function seriesOfListed({ metric, dimensions }: ListedMetric, known: KnownSubjects): SeriesKey[] {
  const names = [...dimensions.keys()].sort().join()
  const value = (name: string) => dimensions.get(name) ?? ''
  const account = { functionId: 0, qualifier: '', executedVersion: '' }
  switch (names) {
    case '':
      return seriesOf(account, '', metric, ACCOUNT_STATISTICS)
    case 'FunctionName':
    case 'FunctionName,Resource':
    case 'ExecutedVersion,FunctionName,Resource': {
      const set = setOf(value('FunctionName'), dimensions, known)
      return set === null ? [] : seriesOf(set, '', metric, set.qualifier === '' ? FUNCTION_STATISTICS : SET_STATISTICS)
    }
    case 'EventSourceMappingUUID': {
      const uuid = value('EventSourceMappingUUID')
      const functionId = known.mappingFunctionIds.get(uuid)
      if (functionId === undefined) return []
      return seriesOf({ ...account, functionId }, `mapping/${uuid}`, metric, ALL_MAPPING_STATISTICS)
    }
    case 'CapacityProviderName,InstanceType': {
      const subject = `provider/${value('CapacityProviderName')}/${value('InstanceType')}`
      return seriesOf(account, subject, metric, PROVIDER_STATISTICS)
    }
    case 'CapacityProviderName,FunctionName,Resource': {
      const set = setOf(value('FunctionName'), dimensions, known)
      const subject = `provider/${value('CapacityProviderName')}`
      return set === null ? [] : seriesOf(set, subject, metric, ENVIRONMENT_STATISTICS)
    }
    default:
      return []
  }
}

/** Every series that the account-region itself can have. */
export function accountSeries(): SeriesKey[] {
  const account = { functionId: 0, qualifier: '', executedVersion: '' }
  return Object.keys(ACCOUNT_STATISTICS).flatMap((metric) => seriesOf(account, '', metric, ACCOUNT_STATISTICS))
}

/** Every series that one dimension set of any function can have; what only some kinds of functions have is left out. */
export function allSeries(set: MetricSet): SeriesKey[] {
  return Object.keys(SET_STATISTICS).flatMap((metric) => seriesOf(set, '', metric, SET_STATISTICS))
}

/** The counts of one dimension set. */
export function countSeries({ functionId, qualifier, executedVersion }: MetricSet): SeriesKey[] {
  return COUNTS.map((metric) => ({ functionId, qualifier, executedVersion, subject: '', metric, statistic: 'Sum' }))
}

/** The dimensions by which CloudWatch knows a series; it matches them exactly. functionName null: the account-region. */
export function dimensionsOf(
  functionName: string | null,
  { qualifier, executedVersion, subject, metric }: Omit<SeriesKey, 'functionId' | 'statistic'>,
): MetricQuery['dimensions'] {
  const [kind, name = '', instanceType] = subject.split('/')
  if (kind === 'mapping') return { EventSourceMappingUUID: name }
  const provider: Record<string, string> = kind === 'provider' ? { CapacityProviderName: name } : {}
  if (functionName === null) return instanceType === undefined ? provider : { ...provider, InstanceType: instanceType }
  if (qualifier === '') return { ...provider, FunctionName: functionName }
  // The unqualified function is its bare name, but for URLs and instances, which name $LATEST.
  const isBare = qualifier === '$LATEST' && !metric.startsWith('Url') && subject === ''
  const Resource = isBare ? functionName : `${functionName}:${qualifier}`
  const set = { ...provider, FunctionName: functionName, Resource }
  return executedVersion === '' ? set : { ...set, ExecutedVersion: executedVersion }
}

export function seriesText(key: SeriesKey): string {
  return [key.functionId, key.subject, key.qualifier, key.executedVersion, key.metric, key.statistic].join(' ')
}

/** The series of one metric, one for each statistic that is kept of it. */
export function seriesOf(
  { functionId, qualifier, executedVersion }: MetricSet,
  subject: string,
  metric: string,
  statistics: Readonly<Record<string, readonly string[]>>,
): SeriesKey[] {
  return statisticsOf(metric, statistics).map((statistic) => {
    return { functionId, qualifier, executedVersion, subject, metric, statistic }
  })
}

/** Null for a function that is not known, and for a Resource of something else. */
function setOf(functionName: string, dimensions: ReadonlyMap<string, string>, known: KnownSubjects): MetricSet | null {
  const functionId = known.functionIds.get(functionName)
  const qualifier = qualifierOfResource(functionName, dimensions.get('Resource') ?? null)
  if (functionId === undefined || qualifier === null) return null
  return { functionId, qualifier, executedVersion: dimensions.get('ExecutedVersion') ?? '' }
}

/** '' without Resource, '$LATEST' for the bare name, else what follows it; null for a Resource of something else. */
function qualifierOfResource(functionName: string, resource: string | null): string | null {
  if (resource === null) return ''
  if (resource === functionName) return '$LATEST'
  return resource.startsWith(`${functionName}:`) ? resource.slice(functionName.length + 1) : null
}
