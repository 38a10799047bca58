import type { ConcurrencyMinute, FleetFunction, World } from '@/simulator/fleet/types'

const minuteMs = 60_000
// An environment's init may reach back into a minute whose own calls are long over.
const settledAfterMs = 2 * minuteMs

/**
 * The same world with what is asked over and over kept: the functions of the present instant, and the concurrency of
 * minutes that cannot change any more.
 */
export function rememberWorld(world: World): World {
  const functions = new Map<string, { atMs: number; list: readonly FleetFunction[] }>()
  const minutes = new Map<string, ConcurrencyMinute>()
  return {
    seed: world.seed,
    accountId: world.accountId,
    regions: world.regions,
    startMs: world.startMs,
    transactionSearch: world.transactionSearch,
    get nowMs() {
      return world.nowMs
    },
    advanceTo: (atMs) => world.advanceTo(atMs),
    functions(region) {
      const known = functions.get(region)
      if (known?.atMs === world.nowMs) return known.list
      const list = world.functions(region)
      functions.set(region, { atMs: world.nowMs, list })
      return list
    },
    concurrency(region, atMs) {
      const key = `${region}/${atMs}`
      const known = minutes.get(key)
      if (known) return known
      const measured = world.concurrency(region, atMs)
      if (atMs + settledAfterMs <= world.nowMs) minutes.set(key, measured)
      return measured
    },
    changes: (...range) => world.changes(...range),
    invocations: (...range) => world.invocations(...range),
    throttles: (...range) => world.throttles(...range),
    asyncOutcomes: (...range) => world.asyncOutcomes(...range),
    logGroups: (region) => world.logGroups(region),
    logEvents: (...range) => world.logEvents(...range),
    traces: (...range) => world.traces(...range),
    trace: (...ids) => world.trace(...ids),
  }
}
