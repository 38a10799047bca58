import { MinuteIndex } from '@/simulator/fleet/minute-index'
import type { Call, FunctionState, ProvisionedInit } from '@/simulator/fleet/model/state'
import { hashText } from '@/simulator/fleet/random'
import type { AliasSpec, FunctionSpec, VersionSpec } from '@/simulator/fleet/specs/function-spec'
import type { AsyncOutcome, Throttle } from '@/simulator/fleet/types'

export function createFunctionState(
  spec: FunctionSpec,
  worldSeed: number,
  historyStartMs: number,
  historyMs: number,
): FunctionState {
  const byTime = (a: { atMs: number }, b: { atMs: number }) => a.atMs - b.atMs
  return {
    spec,
    seedWord: hashText(`${spec.region} ${spec.name}`),
    worldSeed,
    historyStartMs,
    historyMs,
    serial: 0,
    environments: [],
    calls: new MinuteIndex(
      (call: Call) => call.invocation.startMs,
      (a, b) => a.invocation.startMs - b.invocation.startMs || a.serial - b.serial,
    ),
    throttles: new MinuteIndex((throttle: Throttle) => throttle.atMs, byTime),
    outcomes: new MinuteIndex((outcome: AsyncOutcome) => outcome.atMs, byTime),
    provisionedInits: new MinuteIndex((init: ProvisionedInit) => init.atMs, byTime),
    longestMs: 0,
  }
}

/** The instant of a scripted change. */
function changeAtMs(fn: FunctionState, fraction: number): number {
  return fn.historyStartMs + Math.floor((fraction * fn.historyMs) / 60_000) * 60_000
}

/** The additional weights of an alias at an instant. */
export function weightsAt(fn: FunctionState, alias: AliasSpec, atMs: number): Record<string, number> {
  let weights = alias.weights
  for (const change of alias.changes) if (changeAtMs(fn, change.atFraction) <= atMs) weights = change.weights
  return weights
}

/** What is particular to a published version, now or later. */
export function specOfVersion(spec: FunctionSpec, version: string): VersionSpec | undefined {
  for (const one of spec.versions) if (one.version === version) return one
  for (const alias of spec.aliases) {
    for (const { publishes } of alias.changes) if (publishes?.version === version) return publishes
  }
  return undefined
}

/** The memory that a version was published with; of $LATEST what it began with. */
export function memoryOfVersion(spec: FunctionSpec, version: string): number {
  return specOfVersion(spec, version)?.memoryMb ?? spec.memoryMb
}

/** Every version published by then, in order, with when it was published. */
export function versionsAt(fn: FunctionState, atMs: number): (VersionSpec & { publishedAtMs: number })[] {
  const listed = fn.spec.versions.map((version) => ({
    ...version,
    publishedAtMs: fn.historyStartMs + fn.historyMs - Math.round(version.ageDays * 86_400_000) - 1_234_000,
  }))
  for (const alias of fn.spec.aliases) {
    for (const change of alias.changes) {
      const publishedAtMs = changeAtMs(fn, change.atFraction) - 120_000
      if (change.publishes && publishedAtMs <= atMs) listed.push({ ...change.publishes, publishedAtMs })
    }
  }
  return listed
}
