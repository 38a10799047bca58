import type { FleetFunction } from '@/simulator/fleet/types'
import type { Samples } from '@/simulator/metrics/compute-statistic'
import type { SeriesMinute } from '@/simulator/metrics/function-minute'
import {
  concurrencyMetrics,
  invocationMetrics,
  type MetricUnit,
  once,
  ones,
  raw,
} from '@/simulator/metrics/metric-definitions'

/** A series that only some kinds of functions have: of its event sources, URL, instances or durable executions. */
export type KindSeries = {
  metric: string
  unit: MetricUnit
  dimensions: Readonly<Record<string, string>>
  /** The set of the function's own minute that it is made of: '' for all calls, 'R:' and a qualifier for one way to call. */
  set: string
  read(minute: SeriesMinute): Samples | null
}

type Definition = { unit: MetricUnit; read(minute: SeriesMinute): Samples | null }
type Definitions = Readonly<Record<string, Definition>>

const succeeded = (minute: SeriesMinute) => minute.invocations - minute.errors

/** By the group of an event source mapping's MetricsConfig. */
const mappingGroups: Readonly<Record<string, Definitions>> = {
  EventCount: {
    PolledEventCount: { unit: 'Count', read: (m) => ones(m.invocations) },
    InvokedEventCount: { unit: 'Count', read: (m) => ones(m.invocations) },
    FailedInvokeEventCount: { unit: 'Count', read: (m) => ones(m.errors) },
    DeletedEventCount: { unit: 'Count', read: (m) => ones(succeeded(m)) },
  },
  ErrorCount: { InvokeErrorCount: { unit: 'Count', read: (m) => ones(m.errors) } },
}

/** A throttled request is a 429; what the handler throws is a 502. */
const urlMetrics: Definitions = {
  UrlRequestCount: { unit: 'Count', read: (m) => ones(m.invocations + m.throttles) },
  Url4xxCount: { unit: 'Count', read: (m) => ones(m.throttles) },
  Url5xxCount: { unit: 'Count', read: (m) => ones(m.errors) },
  UrlRequestLatency: { unit: 'Milliseconds', read: (m) => raw(m.durations.map((ms) => ms + 4)) },
}

const durableMetrics: Definitions = {
  ApproximateRunningDurableExecutions: { unit: 'Count', read: (m) => once(m.invocations) },
  DurableExecutionStarted: { unit: 'Count', read: (m) => ones(m.invocations) },
  DurableExecutionSucceeded: { unit: 'Count', read: (m) => ones(succeeded(m)) },
  DurableExecutionFailed: { unit: 'Count', read: (m) => ones(m.errors) },
  DurableExecutionDuration: { unit: 'Milliseconds', read: (m) => raw(m.durations.map((ms) => ms * 3)) },
  DurableExecutionOperations: { unit: 'Count', read: (m) => ones(m.invocations * 3) },
}

const managedMetrics: Definitions = {
  CPUThrottles: { unit: 'Count', read: (m) => ones(Math.floor(m.invocations / 20)) },
}
const busyShare = (minute: SeriesMinute) => Math.min(95, 5 + minute.invocations * 3)
const providerMetrics: Definitions = {
  CPUUtilization: { unit: 'Percent', read: (m) => once(busyShare(m)) },
  MemoryUtilization: { unit: 'Percent', read: (m) => once(30 + busyShare(m) / 4) },
  vCPUAvailable: { unit: 'Count', read: (m) => once(8 - Math.min(7, m.invocations / 10)) },
  vCPUAllocated: { unit: 'Count', read: (m) => once(1 + Math.min(7, m.invocations / 10)) },
}
const environmentMetrics: Definitions = {
  ExecutionEnvironmentConcurrency: { unit: 'Count', read: (m) => once(m.invocations) },
  ExecutionEnvironmentConcurrencyLimit: { unit: 'Count', read: (m) => once(m.invocations === 0 ? 0 : 64) },
  ExecutionEnvironmentCPUUtilization: { unit: 'Percent', read: (m) => once(busyShare(m)) },
}

const all: Definitions = Object.assign(
  {},
  ...Object.values(mappingGroups),
  urlMetrics,
  durableMetrics,
  managedMetrics,
  providerMetrics,
  environmentMetrics,
)

/** The unit that AWS publishes a metric in, null for a metric that is not served. */
export function findMetricUnit(metric: string): MetricUnit | null {
  return invocationMetrics[metric]?.unit ?? concurrencyMetrics[metric] ?? all[metric]?.unit ?? null
}

/** Every series that a function has besides those of all functions; qualifiers: the ways that it was called, '' for none named. */
export function listKindSeries(fn: FleetFunction, qualifiers: Iterable<string>): KindSeries[] {
  const own = { FunctionName: fn.name }
  const series: KindSeries[] = fn.eventSourceMappings.flatMap((mapping) => listMapping(mapping))
  if (fn.urls.length > 0) {
    series.push(...make(urlMetrics, own, ''))
    for (const qualifier of qualifiers) {
      // Unlike all others, these name $LATEST.
      const Resource = `${fn.name}:${qualifier || '$LATEST'}`
      series.push(...make(urlMetrics, { ...own, Resource }, `R:${qualifier}`))
    }
  }
  if ('DurableConfig' in fn.configuration) series.push(...make(durableMetrics, own, ''))
  const provider = providerOf(fn)
  if (provider !== null) {
    const CapacityProviderName = provider
    series.push(...make(managedMetrics, own, ''))
    series.push(...make(providerMetrics, { CapacityProviderName, InstanceType: 'm8g.large' }, ''))
    const Resource = `${fn.name}:${fn.versions.at(-1)?.version ?? '$LATEST'}`
    series.push(...make(environmentMetrics, { CapacityProviderName, ...own, Resource }, ''))
  }
  return series
}

function make(definitions: Definitions, dimensions: Record<string, string>, set: string): KindSeries[] {
  return Object.entries(definitions).map(([metric, { unit, read }]) => ({ metric, unit, dimensions, set, read }))
}

function listMapping(mapping: Record<string, unknown>): KindSeries[] {
  const config = mapping.MetricsConfig
  const groups = typeof config === 'object' && config !== null && 'Metrics' in config ? config.Metrics : []
  const dimensions = { EventSourceMappingUUID: String(mapping.UUID) }
  return (Array.isArray(groups) ? groups : []).flatMap((group) =>
    make(mappingGroups[String(group)] ?? {}, dimensions, ''),
  )
}

function providerOf({ configuration }: FleetFunction): string | null {
  const config = configuration.CapacityProviderConfig
  const text = JSON.stringify(config ?? null)
  return /capacity-provider[:/]([\w-]+)/.exec(text)?.[1] ?? null
}
