import { discardEnvironment, makeEnvironment } from '@/simulator/fleet/model/environments'
import type { Fleet } from '@/simulator/fleet/model/fleet'
import { roundHundredth } from '@/simulator/fleet/model/run-handler'
import type { Environment, FunctionState } from '@/simulator/fleet/model/state'
import { Random } from '@/simulator/fleet/random'

const LEAD_MS = 300_000

/** Provisioned environments stand ready before the history begins, as long ago as it takes to initialise them. */
export function startProvisioned(fleet: Fleet, fn: FunctionState): void {
  const config = fn.spec.provisioned
  if (!config) return
  for (let index = 0; index < config.count; index += 1) addProvisioned(fleet, fn, fleet.startMs - LEAD_MS + index * 731)
}

/** A provisioned environment that ended is made anew, so that the requested number stands ready again. */
export function replaceProvisioned(fleet: Fleet, fn: FunctionState, gone: Environment, atMs: number): void {
  gone.expiresAtMs = Math.min(gone.expiresAtMs, atMs)
  fleet.events.schedule(atMs, (dueMs) => {
    discardEnvironment(fn, gone)
    addProvisioned(fleet, fn, dueMs)
  })
}

function addProvisioned(fleet: Fleet, fn: FunctionState, atMs: number): void {
  const config = fn.spec.provisioned
  const version = fn.spec.aliases.find((alias) => alias.name === config?.qualifier)?.version ?? config?.qualifier
  if (version === undefined) return
  fn.serial += 1
  const random = new Random(fn.worldSeed, fn.seedWord, fn.serial, 1)
  const environment = makeEnvironment(fn, version, atMs, true, random)
  const initMs = roundHundredth(random.logNormal(fn.spec.initMs, 0.2))
  environment.freeAtMs = atMs + Math.ceil(initMs) + 5
  fn.environments.push(environment)
  fn.provisionedInits.add({ stream: environment.stream, version, atMs, initMs, serial: fn.serial })
  const expiresAtMs = environment.expiresAtMs
  fleet.events.schedule(expiresAtMs, (dueMs) => {
    // A crash before its time has already brought a successor.
    if (environment.expiresAtMs !== expiresAtMs) return
    addProvisioned(fleet, fn, dueMs)
  })
}
