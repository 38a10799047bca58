import { uuidOf } from '@/simulator/fleet/control/runtime-facts'
import type { FleetFunction } from '@/simulator/fleet/types'

type Change = (fn: FleetFunction) => FleetFunction | null

/**
 * What somebody did to functions through `POST /_changes`, beside what the fleet's own script does. It is seen in the
 * control plane alone: invocations go on as they did.
 */
export class OwnerChanges {
  readonly #changes = new Map<string, Change[]>()
  #serial = 0

  /** The function as it is after all changes; null once it is deleted. */
  shown(fn: FleetFunction): FleetFunction | null {
    const changes = this.#changes.get(keyOf(fn)) ?? []
    return changes.reduce<FleetFunction | null>((known, change) => change(known ?? fn), fn)
  }

  /**
   * Sets fields of a function, those of its configuration one by one; null deletes it, and whatever is set of a deleted one
   * makes it again as it was. A configuration that is set gets another revision and time.
   */
  add(fn: FleetFunction, set: Record<string, unknown> | null, nowMs: number): void {
    const { configuration, ...others } = set ?? {}
    this.#serial += 1
    const RevisionId = uuidOf(`${keyOf(fn)} changed ${this.#serial}`)
    const LastModified = new Date(nowMs).toISOString().replace('Z', '+0000')
    const change: Change = (known) => {
      if (set === null) return null
      const fields = typeof configuration === 'object' ? { ...configuration, RevisionId, LastModified } : {}
      return { ...known, ...others, configuration: { ...known.configuration, ...fields } }
    }
    this.#changes.set(keyOf(fn), [...(this.#changes.get(keyOf(fn)) ?? []), change])
  }
}

function keyOf({ region, name }: FleetFunction): string {
  return `${region} ${name}`
}
