import type {
  GetMetricDataCommandInput,
  GetMetricDataCommandOutput,
  MetricDataResult,
} from '@aws-sdk/client-cloudwatch'
import { checkMetricData, type MetricDataRequest } from '@/simulator/services/cloudwatch/check-metric-data'
import { invalidNextToken, invalidValue } from '@/simulator/services/cloudwatch/cloudwatch-errors'
import { openSeries, readPoints } from '@/simulator/services/cloudwatch/read-series'
import type { OperationContext } from '@/simulator/wire/operation-context'
import { decodePageToken, encodePageToken } from '@/simulator/wire/page-token'

/** Where the last page stopped: this query, after this point (null: nothing of it was sent yet). */
type State = { query: number; after: number | null }

const maxDatapoints = 100_800

/** Up to five statistics of one metric with the same dimensions are billed as one metric, more as further ones. */
function countBilledMetrics(requests: readonly MetricDataRequest[]): number {
  const statistics = new Map<string, Set<string>>()
  for (const { namespace, metric, dimensions, statistic } of requests) {
    const sorted = [...dimensions].sort(([a], [b]) => (a < b ? -1 : 1))
    const key = JSON.stringify([namespace, metric, sorted])
    const known = statistics.get(key) ?? new Set()
    statistics.set(key, known.add(statistic))
  }
  return [...statistics.values()].reduce((sum, { size }) => sum + Math.ceil(size / 5), 0)
}

function readAll(request: MetricDataRequest, ascending: boolean, context: OperationContext) {
  const reader = openSeries(request, context)
  const points = reader ? [...readPoints(request, reader, request.statistic, context)] : []
  return ascending ? points : points.reverse()
}

/**
 * GetMetricData for plain metrics: exact dimension match, no zero points, newest first unless asked otherwise, at
 * most 100,800 points an answer; what is cut off is marked PartialData and continues behind NextToken.
 */
export function getMetricData(
  input: GetMetricDataCommandInput,
  context: OperationContext,
): Omit<GetMetricDataCommandOutput, '$metadata'> {
  const requests = checkMetricData(input)
  const limit = input.MaxDatapoints ?? maxDatapoints
  if (limit < 1 || limit > maxDatapoints)
    throw invalidValue(`The value ${limit} for parameter MaxDatapoints is not valid.`)
  const { NextToken: token, ...parameters } = input
  const binding = { operation: 'GetMetricData', region: context.region, parameters, nowMs: context.nowMs }
  const state = token === undefined ? { query: 0, after: null } : decodePageToken<State>(binding, token)
  if (state === null) throw invalidNextToken()
  context.addBilledUnits(countBilledMetrics(requests))

  const ascending = input.ScanBy === 'TimestampAscending'
  const results: MetricDataResult[] = []
  let room = limit
  let next: State | null = null
  for (const [index, request] of requests.entries()) {
    if (index < state.query || !request.returnData) continue
    const result = { Id: request.id, Label: request.label }
    if (next) {
      results.push({ ...result, Timestamps: [], Values: [], StatusCode: 'PartialData' })
      continue
    }
    const after = index === state.query ? state.after : null
    const all = readAll(request, ascending, context)
    const rest = after === null ? all : all.filter(({ atMs }) => (ascending ? atMs > after : atMs < after))
    const points = rest.slice(0, room)
    room -= points.length
    const isCut = points.length < rest.length
    if (isCut) next = { query: index, after: points.at(-1)?.atMs ?? after }
    results.push({
      ...result,
      Timestamps: points.map(({ atMs }) => new Date(atMs)),
      Values: points.map(({ value }) => value),
      StatusCode: isCut ? 'PartialData' : 'Complete',
    })
  }
  return { MetricDataResults: results, NextToken: next ? encodePageToken(binding, next) : undefined, Messages: [] }
}
