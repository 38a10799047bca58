import { buildFunction, readyProvisioned } from '@/simulator/fleet/control/build-function'
import { versionsAt, weightsAt } from '@/simulator/fleet/model/function-state'
import { changesUntil } from '@/simulator/fleet/model/scripted-changes'
import type { FunctionState } from '@/simulator/fleet/model/state'
import type { FleetFunction } from '@/simulator/fleet/types'

/** Functions as the control plane shows them, built again only when something about one has changed. */
export class Inventory {
  private readonly built = new Map<FunctionState, { state: string; shown: FleetFunction }>()

  get(fn: FunctionState, nowMs: number): FleetFunction {
    const weights = fn.spec.aliases.map((alias) => weightsAt(fn, alias, nowMs))
    const state = JSON.stringify([
      versionsAt(fn, nowMs).length,
      weights,
      readyProvisioned(fn, nowMs),
      changesUntil(fn, nowMs).length,
    ])
    const known = this.built.get(fn)
    if (known?.state === state) return known.shown
    const shown = buildFunction(fn, nowMs)
    this.built.set(fn, { state, shown })
    return shown
  }
}
