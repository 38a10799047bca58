import type { ConcurrencyMinute, FleetFunction, World } from '@/simulator/fleet/types'
import type { Samples } from '@/simulator/metrics/compute-statistic'
import { createSeriesMinute, mergeSeriesMinute, type SeriesMinute } from '@/simulator/metrics/function-minute'
import { FunctionSeries } from '@/simulator/metrics/function-series'
import { listKindSeries } from '@/simulator/metrics/kind-metrics'
import { concurrencyMetrics, invocationMetrics, once } from '@/simulator/metrics/metric-definitions'

const minuteMs = 60_000

export type Dimensions = ReadonlyMap<string, string>

/** Reads the samples of one series for the minute that starts at `atMs`; null where there is no point. */
export type MinuteReader = (atMs: number) => Samples | null

function hasExactly(dimensions: Dimensions, names: readonly string[]): boolean {
  return dimensions.size === names.length && names.every((name) => dimensions.has(name))
}

/** All metrics of the namespace AWS/Lambda, derived from the world and aggregated once per closed minute. */
export class MetricStore {
  readonly #world: World
  readonly #series = new Map<string, FunctionSeries>()
  /** Of the world's present instant: the next one may see more of the same minutes. */
  readonly #concurrency = { nowMs: Number.NaN, minutes: new Map<string, ConcurrencyMinute>() }

  constructor(world: World) {
    this.#world = world
  }

  /** Points at or after this minute are not visible yet: they appear a minute after their minute has ended. */
  visibleUntilMs(): number {
    return Math.floor((this.#world.nowMs - minuteMs) / minuteMs) * minuteMs
  }

  series(region: string, name: string): FunctionSeries {
    const key = `${region}/${name}`
    const found = this.#series.get(key)
    if (found) return found
    const created = new FunctionSeries(this.#world, region, name)
    this.#series.set(key, created)
    return created
  }

  /**
   * The reader of a series, or null when no series has exactly these dimensions. Loads the range so that reading
   * minute by minute costs nothing.
   */
  openReader(
    region: string,
    metric: string,
    dimensions: Dimensions,
    range: { fromMs: number; toMs: number },
  ): MinuteReader | null {
    if (metric in concurrencyMetrics) return this.#openConcurrency(region, metric, dimensions)
    const definition = invocationMetrics[metric]
    if (!definition) return this.#openKind(region, metric, dimensions, range)
    if (dimensions.size === 0) {
      for (const { name } of this.#functions(region)) this.series(region, name).load(range.fromMs, range.toMs)
      return (atMs) => definition.read(this.#accountMinute(region, atMs))
    }
    const name = dimensions.get('FunctionName') ?? ''
    const key = this.#seriesKey(name, dimensions)
    if (key === null || !this.#functions(region).some((fn) => fn.name === name)) return null
    const series = this.series(region, name)
    series.load(range.fromMs, range.toMs)
    return (atMs) => {
      const minute = series.minute(atMs).get(key)
      return minute ? definition.read(minute) : null
    }
  }

  #functions(region: string): readonly FleetFunction[] {
    return this.#world.regions.includes(region) ? this.#world.functions(region) : []
  }

  #seriesKey(name: string, dimensions: Dimensions): string | null {
    if (hasExactly(dimensions, ['FunctionName'])) return ''
    const resource = dimensions.get('Resource') ?? ''
    if (resource !== name && !resource.startsWith(`${name}:`)) return null
    const qualifier = resource.slice(name.length + 1)
    if (hasExactly(dimensions, ['FunctionName', 'Resource'])) return `R:${qualifier}`
    if (!hasExactly(dimensions, ['FunctionName', 'Resource', 'ExecutedVersion'])) return null
    return `X:${qualifier}|${dimensions.get('ExecutedVersion') ?? ''}`
  }

  #accountMinute(region: string, atMs: number): SeriesMinute {
    const total = createSeriesMinute()
    for (const { name } of this.#functions(region)) {
      const minute = this.series(region, name).minute(atMs).get('')
      if (minute) mergeSeriesMinute(total, minute)
    }
    return total
  }

  /** What only some kinds of functions have. */
  #openKind(
    region: string,
    metric: string,
    dimensions: Dimensions,
    range: { fromMs: number; toMs: number },
  ): MinuteReader | null {
    const resource = dimensions.get('Resource') ?? ''
    const called = resource.slice(resource.indexOf(':') + 1)
    for (const fn of this.#functions(region)) {
      const found = listKindSeries(fn, [called === '$LATEST' ? '' : called]).find(
        (one) =>
          one.metric === metric &&
          hasExactly(dimensions, Object.keys(one.dimensions)) &&
          Object.entries(one.dimensions).every(([name, value]) => dimensions.get(name) === value),
      )
      if (found === undefined) continue
      const series = this.series(region, fn.name)
      series.load(range.fromMs, range.toMs)
      return (atMs) => {
        const minute = series.minute(atMs).get(found.set)
        return minute ? found.read(minute) : null
      }
    }
    return null
  }

  #concurrencyAt(region: string, atMs: number): ConcurrencyMinute {
    const kept = this.#concurrency
    if (kept.nowMs !== this.#world.nowMs) {
      kept.nowMs = this.#world.nowMs
      kept.minutes.clear()
    }
    const key = `${region}/${atMs}`
    const found = kept.minutes.get(key)
    if (found) return found
    const measured = this.#world.concurrency(region, atMs)
    kept.minutes.set(key, measured)
    return measured
  }

  #openConcurrency(region: string, metric: string, dimensions: Dimensions): MinuteReader | null {
    if (!this.#world.regions.includes(region)) return null
    const at = (atMs: number) => this.#concurrencyAt(region, atMs)
    if (dimensions.size === 0) {
      if (metric === 'ConcurrentExecutions') return (atMs) => once(at(atMs).account)
      if (metric === 'UnreservedConcurrentExecutions') return (atMs) => once(at(atMs).unreserved)
      return metric === 'ClaimedAccountConcurrency' ? (atMs) => once(at(atMs).claimed) : null
    }
    const name = dimensions.get('FunctionName') ?? ''
    const key = this.#seriesKey(name, dimensions)
    if (key === null || key.startsWith('X:')) return null
    // The world counts unqualified calls under $LATEST.
    const qualifier = key === '' ? null : key.slice(2) || '$LATEST'
    if (metric === 'ConcurrentExecutions') {
      return (atMs) => {
        const fn = at(atMs).byFunction.get(name)
        return once((qualifier === null ? fn?.all : fn?.byQualifier.get(qualifier)) ?? 0)
      }
    }
    if (metric !== 'ProvisionedConcurrentExecutions' && metric !== 'ProvisionedConcurrencyUtilization') return null
    return this.#openProvisioned(region, name, qualifier, metric === 'ProvisionedConcurrencyUtilization')
  }

  #openProvisioned(region: string, name: string, qualifier: string | null, asShare: boolean): MinuteReader {
    return (atMs) => {
      const inUse = this.#concurrencyAt(region, atMs).byFunction.get(name)?.provisionedInUse ?? new Map()
      const fn = this.#functions(region).find((candidate) => candidate.name === name)
      let used = 0
      let allocated = 0
      for (const config of fn?.provisioned ?? []) {
        if (qualifier !== null && config.qualifier !== qualifier) continue
        used += inUse.get(config.qualifier) ?? 0
        allocated += config.allocated
      }
      return once(asShare ? (allocated > 0 ? used / allocated : 0) : used)
    }
  }
}
