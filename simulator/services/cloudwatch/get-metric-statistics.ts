import type {
  Datapoint,
  GetMetricStatisticsCommandInput,
  GetMetricStatisticsCommandOutput,
} from '@aws-sdk/client-cloudwatch'
import { computeStatistic, isStatistic } from '@/simulator/metrics/compute-statistic'
import { findMetricUnit } from '@/simulator/metrics/kind-metrics'
import { invalidCombination, invalidValue } from '@/simulator/services/cloudwatch/cloudwatch-errors'
import {
  isKept,
  openSeries,
  readDimensions,
  readPeriod,
  type SeriesRequest,
} from '@/simulator/services/cloudwatch/read-series'
import type { OperationContext } from '@/simulator/wire/operation-context'

const maxPoints = 1440

function checkInput(input: GetMetricStatisticsCommandInput): SeriesRequest & { statistics: string[] } {
  const periodSeconds = input.Period ?? 0
  if (periodSeconds < 60 || periodSeconds % 60 !== 0) {
    throw invalidValue('The parameter Period must be a multiple of 60.')
  }
  const startMs = Math.floor((input.StartTime?.getTime() ?? Number.NaN) / 60_000) * 60_000
  const endMs = input.EndTime?.getTime() ?? Number.NaN
  if (!(startMs < endMs)) {
    throw invalidCombination('The parameter StartTime must be less than the parameter EndTime.')
  }
  const asked = Math.ceil((endMs - startMs) / (periodSeconds * 1000))
  if (asked > maxPoints) {
    throw invalidCombination(
      `You have requested up to ${asked} datapoints, which exceeds the limit of ${maxPoints}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    )
  }
  const statistics = [...(input.Statistics ?? []), ...(input.ExtendedStatistics ?? [])]
  if (statistics.length === 0)
    throw invalidCombination('At least one of Statistics and ExtendedStatistics is required.')
  if (!statistics.every(isStatistic)) throw invalidValue('A statistic is not valid.')
  return {
    namespace: input.Namespace ?? '',
    metric: input.MetricName ?? '',
    dimensions: readDimensions(input.Dimensions),
    periodSeconds,
    startMs,
    endMs,
    statistics,
  }
}

/** GetMetricStatistics: periods counted from StartTime, at most 1,440 points, in no promised order. */
export function getMetricStatistics(
  input: GetMetricStatisticsCommandInput,
  context: OperationContext,
): Omit<GetMetricStatisticsCommandOutput, '$metadata'> {
  const request = checkInput(input)
  const reader = openSeries(request, context)
  const unit = findMetricUnit(request.metric) ?? undefined
  const visibleUntilMs = context.metrics.visibleUntilMs()
  const datapoints: Datapoint[] = []
  const stepMs = request.periodSeconds * 1000
  for (let atMs = request.startMs; reader && atMs < Math.min(request.endMs, visibleUntilMs); atMs += stepMs) {
    if (!isKept(request.periodSeconds, atMs, context.nowMs)) continue
    const samples = readPeriod(reader, atMs, request.periodSeconds, visibleUntilMs)
    if (samples.length === 0 || (input.Unit !== undefined && input.Unit !== unit)) continue
    const extended = (input.ExtendedStatistics ?? []).map((name) => [name, computeStatistic(samples, name)] as const)
    const plain = (input.Statistics ?? []).map((name) => [name, computeStatistic(samples, name)] as const)
    datapoints.push({
      Timestamp: new Date(atMs),
      Unit: unit,
      ...Object.fromEntries(plain),
      ExtendedStatistics: extended.length > 0 ? Object.fromEntries(extended) : undefined,
    })
  }
  // AWS promises no order; an order that is never sorted keeps callers honest.
  const half = Math.floor(datapoints.length / 2)
  return { Label: request.metric, Datapoints: [...datapoints.slice(half), ...datapoints.slice(0, half)] }
}
