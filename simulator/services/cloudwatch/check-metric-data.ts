import type { GetMetricDataCommandInput, MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import { isStatistic } from '@/simulator/metrics/compute-statistic'
import { findMetricUnit } from '@/simulator/metrics/kind-metrics'
import { invalidCombination, invalidValue, validationError } from '@/simulator/services/cloudwatch/cloudwatch-errors'
import { readDimensions, type SeriesRequest } from '@/simulator/services/cloudwatch/read-series'

export type MetricDataRequest = SeriesRequest & {
  id: string
  statistic: string
  label: string
  returnData: boolean
}

const maxQueries = 500

function buildLabel(query: MetricDataQuery, request: SeriesRequest, statistic: string): string {
  const properties = new Map<string, string>([
    ['MetricName', request.metric],
    ['Namespace', request.namespace],
    ['Period', String(request.periodSeconds)],
    ['Stat', statistic],
    ...[...request.dimensions].map(([name, value]) => [`Dim.${name}`, value] as const),
  ])
  if (!query.Label) return request.metric
  return query.Label.replace(/\$\{PROP\('([^']+)'\)\}/g, (whole, name: string) => properties.get(name) ?? whole)
}

function checkPeriod(seconds: number | undefined): number {
  const isValid = seconds !== undefined && ([1, 5, 10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0))
  if (!isValid) throw invalidValue(`The value ${seconds} for parameter Period is not valid.`)
  return seconds
}

function checkQuery(query: MetricDataQuery, startMs: number, endMs: number): MetricDataRequest {
  const { Id: id = '', Expression: expression, MetricStat: metricStat } = query
  if (!/^[a-z][a-zA-Z0-9_]{0,254}$/.test(id)) {
    throw validationError(`The value ${id} for parameter Id does not match ^[a-z][a-zA-Z0-9_]*$.`)
  }
  if ((expression === undefined) === (metricStat === undefined)) {
    throw invalidCombination('Exactly one of MetricStat and Expression must be specified.')
  }
  if (!metricStat) throw validationError(`Error in expression '${id}': metric math is not served by the simulator.`)
  const { MetricName: metric = '', Namespace: namespace = '', Dimensions: dimensions } = metricStat.Metric ?? {}
  const statistic = metricStat.Stat ?? ''
  if (!isStatistic(statistic)) throw invalidValue(`The value ${statistic} for parameter Stat is not valid.`)
  const periodSeconds = checkPeriod(metricStat.Period)
  const stepMs = Math.max(periodSeconds, 60) * 1000
  const request: SeriesRequest = {
    namespace,
    metric,
    dimensions: readDimensions(dimensions),
    periodSeconds: stepMs / 1000,
    startMs: Math.floor(startMs / stepMs) * stepMs,
    endMs,
  }
  // A unit that the metric was not published in matches nothing, without an error.
  if (metricStat.Unit && metricStat.Unit !== findMetricUnit(metric)) request.namespace = `${namespace} in another unit`
  const label = buildLabel(query, { ...request, namespace }, statistic)
  return { ...request, id, statistic, label, returnData: query.ReturnData ?? true }
}

/** Checks a GetMetricData input against the published constraints; throws CloudWatch's own errors. */
export function checkMetricData(input: GetMetricDataCommandInput): MetricDataRequest[] {
  const queries = input.MetricDataQueries ?? []
  if (queries.length === 0) throw validationError('MetricDataQueries must not be empty.')
  if (queries.length > maxQueries) {
    throw validationError(
      `The collection MetricDataQueries must not have a size greater than ${maxQueries}, it has ${queries.length}.`,
    )
  }
  const startMs = input.StartTime?.getTime() ?? Number.NaN
  const endMs = input.EndTime?.getTime() ?? Number.NaN
  if (!(startMs < endMs)) {
    throw validationError('The parameter StartTime must be less than the parameter EndTime.')
  }
  const ids = new Set(queries.map(({ Id }) => Id))
  if (ids.size < queries.length)
    throw validationError('The values for parameter Id in MetricDataQueries are not unique.')
  const requests = queries.map((query) => checkQuery(query, Math.floor(startMs / 60_000) * 60_000, endMs))
  if (!requests.some(({ returnData }) => returnData)) {
    throw validationError('At least one query must return data.')
  }
  return requests
}
