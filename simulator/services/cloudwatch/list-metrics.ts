import type {
  DimensionFilter,
  ListMetricsCommandInput,
  ListMetricsCommandOutput,
  Metric,
} from '@aws-sdk/client-cloudwatch'
import type { FleetFunction } from '@/simulator/fleet/types'
import { listKindSeries } from '@/simulator/metrics/kind-metrics'
import { concurrencyMetrics, invocationMetrics } from '@/simulator/metrics/metric-definitions'
import { invalidNextToken, invalidValue } from '@/simulator/services/cloudwatch/cloudwatch-errors'
import type { OperationContext } from '@/simulator/wire/operation-context'
import { decodePageToken, encodePageToken } from '@/simulator/wire/page-token'

const minuteMs = 60_000
const pageSize = 500
const recentlyActiveMs = (3 * 60 + 50) * minuteMs

function describe(metric: string, dimensions: Record<string, string>): Metric {
  return {
    Namespace: 'AWS/Lambda',
    MetricName: metric,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  }
}

function seriesDimensions(name: string, key: string): Record<string, string> {
  if (key === '') return { FunctionName: name }
  const [qualifier = '', version] = key.slice(2).split('|')
  const Resource = qualifier === '' ? name : `${name}:${qualifier}`
  return version === undefined
    ? { FunctionName: name, Resource }
    : { FunctionName: name, Resource, ExecutedVersion: version }
}

/** Every metric and dimension set of one function that had a point in the range. */
function listOfFunction(fn: FleetFunction, fromMs: number, context: OperationContext): Metric[] {
  const { metrics, region } = context
  const toMs = metrics.visibleUntilMs()
  const series = metrics.series(region, fn.name)
  series.load(fromMs, toMs)
  const seen = new Map<string, Set<string>>()
  for (let atMs = fromMs; atMs < toMs; atMs += minuteMs) {
    for (const [key, minute] of series.minute(atMs)) {
      const names = seen.get(key) ?? new Set<string>()
      seen.set(key, names)
      for (const [name, definition] of Object.entries(invocationMetrics)) {
        if (!names.has(name) && definition.read(minute)) names.add(name)
      }
    }
  }
  const listed = [...seen].flatMap(([key, names]) => {
    const dimensions = seriesDimensions(fn.name, key)
    const withConcurrency = key.startsWith('X:') ? [] : ['ConcurrentExecutions']
    const provisioned = names.has('ProvisionedConcurrencyInvocations') && !key.startsWith('X:')
    const more = provisioned ? ['ProvisionedConcurrentExecutions', 'ProvisionedConcurrencyUtilization'] : []
    return [...names, ...withConcurrency, ...more].map((metric) => describe(metric, dimensions))
  })
  const qualifiers = [...seen.keys()].filter((key) => key.startsWith('R:')).map((key) => key.slice(2))
  for (const one of listKindSeries(fn, qualifiers)) {
    for (let atMs = fromMs; atMs < toMs; atMs += minuteMs) {
      const minute = series.minute(atMs).get(one.set)
      if (!minute || one.read(minute) === null) continue
      listed.push(describe(one.metric, { ...one.dimensions }))
      break
    }
  }
  return listed
}

function listAll(context: OperationContext, fromMs: number): Metric[] {
  const { world, region, metrics } = context
  if (!world.regions.includes(region)) return []
  const listed = world.functions(region).flatMap((fn) => listOfFunction(fn, fromMs, context))
  const names = listed.map(({ MetricName }) => MetricName ?? '')
  const accountWide = new Set(names.filter((name) => name in invocationMetrics || name in concurrencyMetrics))
  for (const name of ['ProvisionedConcurrentExecutions', 'ProvisionedConcurrencyUtilization']) accountWide.delete(name)
  if (metrics.visibleUntilMs() > fromMs) {
    for (const name of Object.keys(concurrencyMetrics)) if (!name.startsWith('Provisioned')) accountWide.add(name)
  }
  return [...listed, ...[...accountWide].map((metric) => describe(metric, {}))]
}

function matches(metric: Metric, filters: readonly DimensionFilter[]): boolean {
  return filters.every(({ Name, Value }) =>
    metric.Dimensions?.some((one) => one.Name === Name && (Value === undefined || one.Value === Value)),
  )
}

/** ListMetrics: 500 a page, metrics with a point since the world began or, with RecentlyActive, in the last 3 h. */
export function listMetrics(
  input: ListMetricsCommandInput,
  context: OperationContext,
): Omit<ListMetricsCommandOutput, '$metadata'> {
  if (input.RecentlyActive !== undefined && input.RecentlyActive !== 'PT3H') {
    throw invalidValue(`The value ${input.RecentlyActive} for parameter RecentlyActive is not valid.`)
  }
  const { NextToken: token, ...parameters } = input
  const binding = { operation: 'ListMetrics', region: context.region, parameters, nowMs: context.nowMs }
  const start = token === undefined ? 0 : decodePageToken<number>(binding, token)
  if (start === null) throw invalidNextToken()
  const { startMs } = context.world
  const recentMs = Math.floor((context.nowMs - recentlyActiveMs) / minuteMs) * minuteMs
  const fromMs = input.RecentlyActive ? Math.max(startMs, recentMs) : startMs
  const found = input.Namespace === undefined || input.Namespace === 'AWS/Lambda' ? listAll(context, fromMs) : []
  const wanted = found
    .filter(({ MetricName }) => input.MetricName === undefined || MetricName === input.MetricName)
    .filter((metric) => matches(metric, input.Dimensions ?? []))
  const end = start + pageSize
  return {
    Metrics: wanted.slice(start, end),
    NextToken: end < wanted.length ? encodePageToken(binding, end) : undefined,
  }
}
