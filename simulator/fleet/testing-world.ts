import { createWorld } from '@/simulator/fleet/create-world'
import type { FleetFunction, Invocation, LogEvent, World } from '@/simulator/fleet/types'

/** Just before midnight UTC, so that the day's incident lies behind. */
export const EVENING_MS = Date.parse('2026-11-23T23:40:12.345Z')

export function testWorld(hours: number, functions = 40, seed = 1): World {
  return createWorld({ seed, functions, hours, nowMs: EVENING_MS })
}

export function allFunctions(world: World): FleetFunction[] {
  return world.regions.flatMap((region) => world.functions(region))
}

export function allInvocations(world: World): Invocation[] {
  return allFunctions(world).flatMap(({ region, name }) => [
    ...world.invocations(region, name, world.startMs, world.nowMs + 1),
  ])
}

export function allEvents(world: World, fromMs = world.startMs, toMs = world.nowMs): LogEvent[] {
  return world.regions.flatMap((region) =>
    world.logGroups(region).flatMap((group) => [...world.logEvents(region, group.name, fromMs, toMs)]),
  )
}

/** Configuration fields by their AWS names, for tests that read them. */
export function textField(record: Record<string, unknown>, name: string): string {
  const value = record[name]
  return typeof value === 'string' ? value : ''
}
