import { FIRST_ACCOUNT_ID } from '@/simulator/fleet/account-ids'
import { EventQueue } from '@/simulator/fleet/event-queue'
import { createFunctionState } from '@/simulator/fleet/model/function-state'
import type { Reply, Request } from '@/simulator/fleet/model/request'
import type { FunctionState } from '@/simulator/fleet/model/state'
import { buildSpecs } from '@/simulator/fleet/specs/build-specs'
import type { Region } from '@/simulator/fleet/specs/function-spec'
import { TraceIndex } from '@/simulator/fleet/traces/trace-index'
import type { WorldOptions } from '@/simulator/fleet/types'

export const REGIONS: readonly Region[] = ['eu-west-1', 'us-east-1']

/** A message that waits in a queue or stream. */
export type Message = {
  id: string
  link: { traceId: string; id: string } | null
  receives: number
  sampled: boolean
}

export type QueueState = { consumer: FunctionState; messages: Message[]; busy: number; polling: boolean }

/** All that the simulation changes. */
export type Fleet = {
  accountId: string
  seed: number
  startMs: number
  events: EventQueue
  functions: FunctionState[]
  byName: Map<string, FunctionState>
  /** Consumers of queues and streams by `region kind name`. */
  queues: Map<string, QueueState>
  /** Subscribers of topics and buses by `region kind name`. */
  subscribers: Map<string, FunctionState[]>
  traces: TraceIndex
  /** Invokes a function now, with everything that its handler causes. */
  invoke: (asked: Request) => Reply
  invocationCount: number
}

export function createFleet(
  options: WorldOptions,
  startMs: number,
  invoke: (fleet: Fleet, asked: Request) => Reply,
): Fleet {
  const historyMs = options.hours * 3_600_000
  const { accountId = FIRST_ACCOUNT_ID } = options
  const fleet: Fleet = {
    accountId,
    seed: options.seed,
    startMs,
    events: new EventQueue(),
    functions: buildSpecs({ ...options, accountId }).map((spec) =>
      createFunctionState(spec, options.seed, startMs, historyMs),
    ),
    byName: new Map(),
    queues: new Map(),
    subscribers: new Map(),
    traces: new TraceIndex(),
    invoke: (asked) => invoke(fleet, asked),
    invocationCount: 0,
  }
  for (const fn of fleet.functions) {
    const { region, name } = fn.spec
    fleet.byName.set(`${region} ${name}`, fn)
    for (const trigger of fn.spec.triggers) {
      if (trigger.kind === 'sqs') addQueue(fleet, `${region} sqs ${trigger.queue}`, fn)
      if (trigger.kind === 'stream') addQueue(fleet, `${region} stream ${trigger.table}`, fn)
      if (trigger.kind === 'sns') addSubscriber(fleet, `${region} sns ${trigger.topic}`, fn)
      if (trigger.kind === 'rule') addSubscriber(fleet, `${region} bus ${trigger.bus}`, fn)
    }
  }
  return fleet
}

function addQueue(fleet: Fleet, key: string, consumer: FunctionState): void {
  fleet.queues.set(key, { consumer, messages: [], busy: 0, polling: false })
}

function addSubscriber(fleet: Fleet, key: string, fn: FunctionState): void {
  fleet.subscribers.set(key, [...(fleet.subscribers.get(key) ?? []), fn])
}
