import type { FleetChange, FleetFunction, Invocation, Throttle, World } from '@/simulator/fleet/types'

export type Counts = {
  invocations: number
  errors: number
  throttles: number
  coldStarts: number
  timeouts: number
  outOfMemory: number
  initErrors: number
  billedMs: number
  maxMemoryUsedMb: number | null
  durationMs: { p50: number | null; p95: number | null; p99: number | null; max: number | null }
}

export type FunctionTruth = {
  accountId: string
  region: string
  name: string
  tags: Record<string, string>
  architecture: string
  timeoutS: number
  /** Memory Size of $LATEST and of each version. */
  memoryMb: Record<string, number>
  /** Concurrency that stands ready, by the alias or version that has it. */
  provisioned: Record<string, number>
  all: Counts
  versions: Record<string, Counts>
  aliases: Record<string, Counts>
}

/** The nearest-rank quantile of sorted values, null when there are none. */
function quantile(sorted: readonly number[], rank: number): number | null {
  if (sorted.length === 0) return null
  return sorted[Math.max(0, Math.ceil(rank * sorted.length) - 1)] ?? null
}

function count(invocations: readonly Invocation[], throttles: number): Counts {
  const durations = invocations.map(({ durationMs }) => durationMs).sort((a, b) => a - b)
  const having = (result: Invocation['result']) => invocations.filter((one) => one.result === result).length
  return {
    invocations: invocations.length,
    errors: invocations.filter(({ result }) => result !== 'success').length,
    throttles,
    coldStarts: invocations.filter(({ coldStart }) => coldStart).length,
    timeouts: having('timeout'),
    outOfMemory: having('out-of-memory'),
    initErrors: having('init-error'),
    billedMs: invocations.reduce((sum, { billedMs }) => sum + billedMs, 0),
    maxMemoryUsedMb: invocations.reduce<number | null>((max, one) => Math.max(max ?? 0, one.maxMemoryUsedMb), null),
    durationMs: {
      p50: quantile(durations, 0.5),
      p95: quantile(durations, 0.95),
      p99: quantile(durations, 0.99),
      max: durations.at(-1) ?? null,
    },
  }
}

function countBy<Key>(
  keys: readonly Key[],
  invocations: readonly Invocation[],
  throttles: readonly Throttle[],
  keyOf: (call: Invocation | Throttle) => Key,
): Map<Key, Counts> {
  return new Map(
    keys.map((key) => [
      key,
      count(
        invocations.filter((one) => keyOf(one) === key),
        throttles.filter((one) => keyOf(one) === key).length,
      ),
    ]),
  )
}

function readFunction(world: World, fn: FleetFunction, fromMs: number, toMs: number): FunctionTruth {
  const started = [...world.invocations(fn.region, fn.name, fromMs, toMs)]
  const ended = started.filter(({ endMs }) => endMs <= world.nowMs)
  const throttles = [...world.throttles(fn.region, fn.name, fromMs, toMs)].filter(({ atMs }) => atMs <= world.nowMs)
  const versions = ['$LATEST', ...fn.versions.map(({ version }) => version)]
  const aliases = fn.aliases.map(({ name }) => name)
  return {
    accountId: fn.accountId,
    region: fn.region,
    name: fn.name,
    tags: fn.tags,
    architecture: String(Array.isArray(fn.configuration.Architectures) ? fn.configuration.Architectures[0] : 'x86_64'),
    timeoutS: Number(fn.configuration.Timeout),
    memoryMb: Object.fromEntries(
      [{ version: '$LATEST', configuration: fn.configuration }, ...fn.versions].map(({ version, configuration }) => [
        version,
        Number(configuration.MemorySize),
      ]),
    ),
    provisioned: Object.fromEntries(fn.provisioned.map(({ qualifier, allocated }) => [qualifier, allocated])),
    all: count(ended, throttles.length),
    versions: Object.fromEntries(countBy(versions, ended, throttles, ({ executedVersion }) => executedVersion)),
    aliases: Object.fromEntries(countBy<string | null>(aliases, ended, throttles, ({ qualifier }) => qualifier)),
  }
}

export type TruthRequest = { fromMs: number; toMs: number; region: string | null; functionName: string | null }

function selectFunctions(world: World, { region, functionName }: TruthRequest): FleetFunction[] {
  return world.regions
    .filter((known) => region === null || known === region)
    .flatMap((known) => world.functions(known))
    .filter(({ name }) => functionName === null || name === functionName)
}

/**
 * What really happened: invocations with from <= startMs < to that have ended by now. `versions` counts what ran on
 * a version whatever the route, `aliases` what named the alias.
 */
export function readTruth(world: World, request: TruthRequest): object {
  return {
    seed: world.seed,
    nowMs: world.nowMs,
    startMs: world.startMs,
    accountId: world.accountId,
    functions: selectFunctions(world, request).map((fn) => readFunction(world, fn, request.fromMs, request.toMs)),
  }
}

/** The invocations themselves, those that have ended. */
export function readTrueInvocations(world: World, request: TruthRequest): Invocation[] {
  return selectFunctions(world, request).flatMap((fn) =>
    [...world.invocations(fn.region, fn.name, request.fromMs, request.toMs)].filter(
      ({ endMs }) => endMs <= world.nowMs,
    ),
  )
}

/** Every trace with an update in the window and how many segments of it are visible. */
export function readTrueTraces(world: World, { region, fromMs, toMs }: TruthRequest): object[] {
  return world.regions
    .filter((known) => region === null || known === region)
    .flatMap((known) =>
      [...world.traces(known, fromMs, toMs)].map(({ traceId, startMs, updatedMs, segments }) => ({
        id: traceId,
        region: known,
        startMs,
        updatedMs,
        segmentCount: new Set(segments.map(({ id }) => id)).size,
      })),
    )
}

/** What the owners of functions did: from < atMs <= to. */
export function readTrueChanges(world: World, { region, functionName, fromMs, toMs }: TruthRequest): FleetChange[] {
  return world.regions
    .filter((known) => region === null || known === region)
    .flatMap((known) => [...world.changes(known, fromMs, toMs)])
    .filter((change) => functionName === null || change.functionName === functionName)
}
