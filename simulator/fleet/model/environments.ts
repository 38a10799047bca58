import { memoryAt, restartedAt } from '@/simulator/fleet/model/scripted-changes'
import type { Environment, FunctionState } from '@/simulator/fleet/model/state'
import type { Random } from '@/simulator/fleet/random'

const MINUTE_MS = 60_000

/** The environment for one request: an idle one, a made one, or none when the reserved concurrency is used up. */
export type Acquired = { environment: Environment; made: boolean; spillover: boolean }

/**
 * Provisioned environments first, then the most recently used idle one of the version, then a new one.
 * An environment promised to a request in the near future counts as busy, so invocations in it never overlap.
 */
export function acquireEnvironment(
  fn: FunctionState,
  version: string,
  qualifier: string | null,
  atMs: number,
  random: Random,
): Acquired | null {
  const onProvisioned = fn.spec.provisioned !== null && fn.spec.provisioned.qualifier === qualifier
  forgetEnded(fn, atMs)
  const replacedMs = version === '$LATEST' ? (restartedAt(fn, atMs) ?? 0) : 0
  let busy = 0
  let provisioned: Environment | null = null
  let warm: Environment | null = null
  for (const one of fn.environments) {
    if (one.freeAtMs >= atMs) busy += 1
    else if (one.version !== version || !isAlive(one, atMs) || one.madeAtMs < replacedMs) continue
    else if (!one.provisioned) warm = later(warm, one)
    else if (onProvisioned) provisioned = later(provisioned, one)
  }
  if (provisioned) return { environment: provisioned, made: false, spillover: false }
  if (fn.spec.reserved !== null && busy >= fn.spec.reserved) return null
  if (warm) return { environment: warm, made: false, spillover: onProvisioned }
  const environment = makeEnvironment(fn, version, atMs, false, random)
  fn.environments.push(environment)
  return { environment, made: true, spillover: onProvisioned }
}

function isAlive(environment: Environment, atMs: number): boolean {
  if (environment.provisioned) return atMs < environment.expiresAtMs
  return atMs < environment.expiresAtMs && atMs < environment.freeAtMs + environment.idleMs
}

function forgetEnded(fn: FunctionState, atMs: number): void {
  const ended = (one: Environment) => one.freeAtMs < atMs && !isAlive(one, atMs)
  if (fn.environments.some(ended)) fn.environments = fn.environments.filter((one) => !ended(one))
}

/** The more recently used of two. */
function later(best: Environment | null, one: Environment): Environment {
  return best === null || one.freeAtMs > best.freeAtMs ? one : best
}

/** A fresh environment; its log stream carries the UTC day on which it starts. */
export function makeEnvironment(
  fn: FunctionState,
  version: string,
  atMs: number,
  provisioned: boolean,
  random: Random,
): Environment {
  const { spec } = fn
  const day = new Date(atMs).toISOString().slice(0, 10).replaceAll('-', '/')
  const owner = spec.logGroup === `/aws/lambda/${spec.name}` ? '' : spec.name
  return {
    stream: `${day}/${owner}[${version}]${random.hex(32)}`,
    version,
    madeAtMs: atMs,
    freeAtMs: atMs,
    expiresAtMs: atMs + random.int(100, 300) * MINUTE_MS,
    idleMs: random.int(7 * MINUTE_MS, 10 * MINUTE_MS),
    memoryMb: Math.round(memoryAt(fn, version, atMs) * random.between(0.22, 0.4) + 18),
    provisioned,
  }
}

/** An environment that crashed or timed out is not used again. */
export function discardEnvironment(fn: FunctionState, environment: Environment): void {
  fn.environments = fn.environments.filter((one) => one !== environment)
}
