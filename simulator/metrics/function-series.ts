import type { FleetFunction, World } from '@/simulator/fleet/types'
import {
  addAsyncOutcome,
  addInvocation,
  addThrottle,
  type FunctionMinute,
  type MinuteFacts,
} from '@/simulator/metrics/function-minute'

const minuteMs = 60_000
const nothing: FunctionMinute = new Map()

type Built = { minute: FunctionMinute; closed: boolean; builtAtMs: number }

function hasStreamSource(fn: FleetFunction): boolean {
  return fn.eventSourceMappings.some((mapping) => /:(dynamodb|kinesis):/.test(String(mapping.EventSourceArn ?? '')))
}

/**
 * The minutes of one function, aggregated once. A minute is closed when it is over and every invocation that started
 * in it has ended; until then it is built anew whenever the world has moved, which is how AWS re-states a point.
 */
export class FunctionSeries {
  readonly #world: World
  readonly #region: string
  readonly #name: string
  readonly #weightedAliases = new Set<string>()
  readonly #built: (Built | undefined)[] = []

  constructor(world: World, region: string, name: string) {
    this.#world = world
    this.#region = region
    this.#name = name
  }

  /** The minute that starts at `atMs`; load the range first when many are read. */
  minute(atMs: number): FunctionMinute {
    const index = this.#index(atMs)
    if (index < 0) return nothing
    if (!this.#isFresh(index)) this.#build(index, index + 1)
    return this.#built[index]?.minute ?? nothing
  }

  /** Aggregates what is missing between two minutes (to exclusive) with one walk per gap. */
  load(fromMs: number, toMs: number): void {
    const last = Math.min(this.#index(toMs), this.#index(this.#world.nowMs) + 1)
    let gapStart: number | null = null
    for (let index = Math.max(0, this.#index(fromMs)); index <= last; index += 1) {
      const missing = index < last && !this.#isFresh(index)
      if (missing) gapStart ??= index
      else if (gapStart !== null) {
        this.#build(gapStart, index)
        gapStart = null
      }
    }
  }

  #index(atMs: number): number {
    return Math.floor((atMs - this.#world.startMs) / minuteMs)
  }

  #isFresh(index: number): boolean {
    const built = this.#built[index]
    return built !== undefined && (built.closed || built.builtAtMs === this.#world.nowMs)
  }

  #facts(): MinuteFacts {
    const fn = this.#world.functions(this.#region).find(({ name }) => name === this.#name)
    for (const alias of fn?.aliases ?? []) {
      if (Object.keys(alias.weights).length > 0) this.#weightedAliases.add(alias.name)
    }
    return { weightedAliases: this.#weightedAliases, readsStream: fn !== undefined && hasStreamSource(fn) }
  }

  #build(from: number, to: number): void {
    const world = this.#world
    const facts = this.#facts()
    const startMs = world.startMs + from * minuteMs
    const endMs = world.startMs + to * minuteMs
    for (let index = from; index < to; index += 1) {
      const over = world.startMs + (index + 1) * minuteMs <= world.nowMs
      this.#built[index] = { minute: new Map(), closed: over, builtAtMs: world.nowMs }
    }
    for (const invocation of world.invocations(this.#region, this.#name, startMs, endMs)) {
      const built = this.#built[this.#index(invocation.startMs)]
      if (!built) continue
      if (invocation.endMs > world.nowMs) built.closed = false
      else addInvocation(built.minute, invocation, facts)
    }
    for (const throttle of world.throttles(this.#region, this.#name, startMs, endMs)) {
      const built = this.#built[this.#index(throttle.atMs)]
      if (built && throttle.atMs <= world.nowMs) addThrottle(built.minute, throttle, facts)
    }
    for (const outcome of world.asyncOutcomes(this.#region, this.#name, startMs, endMs)) {
      const built = this.#built[this.#index(outcome.atMs)]
      if (built && outcome.atMs <= world.nowMs) addAsyncOutcome(built.minute, outcome)
    }
    for (let index = from; index < to; index += 1) {
      const built = this.#built[index]
      // Most minutes of most functions are empty: one shared map keeps them cheap.
      if (built && built.minute.size === 0) built.minute = nothing
    }
  }
}
