import type { OwnerChanges } from '@/simulator/control/owner-changes'
import type { World } from '@/simulator/fleet/types'
import type { MetricStore } from '@/simulator/metrics/metric-store'

/** All that an operation may know of the call besides its input. */
export type OperationContext = {
  world: World
  /** All accounts of this endpoint, the first one first. */
  accountIds: readonly string[]
  region: string
  nowMs: number
  requestId: string
  metrics: MetricStore
  owners: OwnerChanges
  /** How many log events a page holds at most, where a fault makes them so big that it would not hold more. */
  mostEvents: number
  /** Adds billed units (metrics requested, traces retrieved or scanned) to this call. */
  addBilledUnits(units: number): void
  /** Counts up per key from 0: what makes AWS's occasional oddities occasional and yet the same every run. */
  nextCount(key: string): number
  /** Keeps what is costly to make for the next pages of the same listing. */
  remember<Value>(key: string, make: () => Value): Value
}

/** The input was read by the operation's own schema, so a handler may name the SDK's input type. */
// biome-ignore lint/suspicious/noConfusingVoidType: never used as a value
export type OperationHandler<Input = never> = (input: Input, context: OperationContext) => object | void

export type OperationHandlers = Readonly<Record<string, OperationHandler>>
