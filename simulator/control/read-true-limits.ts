import type { TruthRequest } from '@/simulator/control/read-truth'
import type { AsyncOutcome, Throttle, World } from '@/simulator/fleet/types'
import { logGroupOf } from '@/simulator/services/logs/list-streams'

const MINUTE_MS = 60_000

/** The most that was in use in a minute, by function and way to call it ('$LATEST': none named). */
export type TrueMinute = {
  region: string
  atMs: number
  account: number
  unreserved: number
  claimed: number
  functions: {
    name: string
    all: number
    byQualifier: Record<string, number>
    provisionedInUse: Record<string, number>
  }[]
}

function regionsOf(world: World, { region }: TruthRequest): string[] {
  return world.regions.filter((known) => region === null || known === region)
}

function namesOf(world: World, region: string, { functionName }: TruthRequest): string[] {
  const names = world.functions(region).map(({ name }) => name)
  return names.filter((name) => functionName === null || name === functionName)
}

/** The refused requests, one by one. */
export function readTrueThrottles(world: World, request: TruthRequest): Throttle[] {
  return regionsOf(world, request).flatMap((region) =>
    namesOf(world, region, request).flatMap((name) => [...world.throttles(region, name, request.fromMs, request.toMs)]),
  )
}

/** What became of asynchronous events, one by one. */
export function readTrueOutcomes(world: World, request: TruthRequest): AsyncOutcome[] {
  return regionsOf(world, request).flatMap((region) =>
    namesOf(world, region, request).flatMap((name) => [
      ...world.asyncOutcomes(region, name, request.fromMs, request.toMs),
    ]),
  )
}

/** Every minute that begins in the window. */
export function readTrueConcurrency(world: World, request: TruthRequest): TrueMinute[] {
  const firstMs = Math.ceil(request.fromMs / MINUTE_MS) * MINUTE_MS
  const count = Math.max(0, Math.ceil((request.toMs - firstMs) / MINUTE_MS))
  return regionsOf(world, request).flatMap((region) =>
    Array.from({ length: count }, (_, index) => {
      const atMs = firstMs + index * MINUTE_MS
      const { account, unreserved, claimed, byFunction } = world.concurrency(region, atMs)
      const functions = [...byFunction].map(([name, { all, byQualifier, provisionedInUse }]) => ({
        ...{ name, all },
        byQualifier: Object.fromEntries(byQualifier),
        provisionedInUse: Object.fromEntries(provisionedInUse),
      }))
      return { region, atMs, account, unreserved, claimed, functions }
    }),
  )
}

/** How many lines the log group of each function holds, by the minute of the event: those that are ingested by now. */
export function readTrueLines(world: World, request: TruthRequest): object[] {
  return regionsOf(world, request).flatMap((region) => {
    const names = new Set(namesOf(world, region, request))
    const groups = new Set(
      world
        .functions(region)
        .filter(({ name }) => names.has(name))
        .map(logGroupOf),
    )
    return [...groups].map((group) => {
      const byMinute: Record<string, number> = {}
      // The end of a window is within it here.
      for (const { atMs } of world.logEvents(region, group, request.fromMs, request.toMs - 1)) {
        const minute = String(Math.floor(atMs / MINUTE_MS) * MINUTE_MS)
        byMinute[minute] = (byMinute[minute] ?? 0) + 1
      }
      return { region, group, byMinute }
    })
  })
}
