import type { Dimension } from '@aws-sdk/client-cloudwatch'
import { computeStatistic, type Samples } from '@/simulator/metrics/compute-statistic'
import type { Dimensions, MinuteReader } from '@/simulator/metrics/metric-store'
import { invalidValue } from '@/simulator/services/cloudwatch/cloudwatch-errors'
import type { OperationContext } from '@/simulator/wire/operation-context'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** One-minute points are kept for 15 days, five-minute points for 63, hours for 455. */
export function isKept(periodSeconds: number, startMs: number, nowMs: number): boolean {
  const ageMs = nowMs - startMs
  if (ageMs <= 15 * dayMs) return true
  return ageMs <= 63 * dayMs ? periodSeconds % 300 === 0 : periodSeconds % 3600 === 0
}

export function readDimensions(dimensions: readonly Dimension[] | undefined): Dimensions {
  if ((dimensions?.length ?? 0) > 30) throw invalidValue('A metric has at most 30 dimensions.')
  return new Map((dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value]))
}

export type SeriesRequest = {
  namespace: string
  metric: string
  dimensions: Dimensions
  periodSeconds: number
  /** First period, already aligned. */
  startMs: number
  endMs: number
}

/** Opens the series; null when no such metric was ever published with exactly these dimensions. */
export function openSeries(request: SeriesRequest, { metrics, region }: OperationContext): MinuteReader | null {
  if (request.namespace !== 'AWS/Lambda') return null
  const range = { fromMs: request.startMs, toMs: Math.min(request.endMs, metrics.visibleUntilMs()) }
  return metrics.openReader(region, request.metric, request.dimensions, range)
}

/** The samples of one period: those minutes that have a visible point. */
export function readPeriod(
  reader: MinuteReader,
  startMs: number,
  periodSeconds: number,
  visibleUntilMs: number,
): Samples[] {
  const samples: Samples[] = []
  const endMs = Math.min(startMs + Math.max(periodSeconds * 1000, minuteMs), visibleUntilMs)
  for (let atMs = startMs; atMs < endMs; atMs += minuteMs) {
    const minute = reader(atMs)
    if (minute) samples.push(minute)
  }
  return samples
}

/** Every period from start to end that has a point, with the asked statistic, oldest first. */
export function* readPoints(
  request: SeriesRequest,
  reader: MinuteReader,
  statistic: string,
  context: OperationContext,
): Generator<{ atMs: number; value: number }> {
  const { startMs, endMs, periodSeconds } = request
  const visibleUntilMs = context.metrics.visibleUntilMs()
  const firstMs = Math.max(startMs, context.world.startMs - (context.world.startMs % (periodSeconds * 1000)))
  for (let atMs = firstMs; atMs < Math.min(endMs, visibleUntilMs); atMs += periodSeconds * 1000) {
    if (!isKept(periodSeconds, atMs, context.nowMs)) continue
    const samples = readPeriod(reader, atMs, periodSeconds, visibleUntilMs)
    if (samples.length > 0) yield { atMs, value: computeStatistic(samples, statistic) }
  }
}
