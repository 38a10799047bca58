import type { Fleet, Message, QueueState } from '@/simulator/fleet/model/fleet'
import { request } from '@/simulator/fleet/model/request'
import { mappingEnabledAt } from '@/simulator/fleet/model/scripted-changes'
import type { CallHop, FunctionState, TraceRecord } from '@/simulator/fleet/model/state'
import { Random } from '@/simulator/fleet/random'

const RETRY_AFTER_MS = [0, 60_000, 120_000]
const MAX_RECEIVES = 3
const LOST_CHANCE = 0.03

type Delivery = {
  fn: FunctionState
  requestId: string | null
  attempt: number
  throttles: number
  queuedMs: number
  trace: TraceRecord | 'decide' | null
  parentId: string | null
  hop: CallHop | null
  random: Random
}

/** Puts an event on a function's asynchronous queue. */
export function enqueueEvent(
  fleet: Fleet,
  fn: FunctionState,
  atMs: number,
  trace: TraceRecord | 'decide' | null,
  parentId: string | null,
): void {
  fn.serial += 1
  const random = new Random(fn.worldSeed, fn.seedWord, fn.serial, 2)
  const queuedMs = Math.ceil(atMs)
  const delivery = {
    fn,
    requestId: random.uuid(),
    attempt: 0,
    throttles: 0,
    queuedMs,
    trace,
    parentId,
    hop: null,
    random,
  }
  fleet.events.schedule(queuedMs, (receivedMs) => {
    note(fn, receivedMs, 'received')
    fleet.events.schedule(receivedMs + random.int(15, 140), (dueMs) => deliver(fleet, delivery, dueMs))
  })
}

/** Two retries with the same request ID after about one and two more minutes; a throttled event simply waits. */
function deliver(fleet: Fleet, delivery: Delivery, atMs: number): void {
  const { fn, random } = delivery
  const { trace, parentId, hop, requestId, attempt, queuedMs } = delivery
  const reply = fleet.invoke(request(fn, atMs, { requestId, attempt, queuedMs, trace, parentId, hop }))
  if (reply.ok) return
  const kept = { ...delivery, trace: reply.trace, hop: reply.hop }
  if (reply.call === null) {
    const waitMs = Math.min(300_000, 1_000 * 2 ** delivery.throttles) + random.int(0, 900)
    const again = { ...kept, throttles: delivery.throttles + 1 }
    fleet.events.schedule(atMs + waitMs, (dueMs) => deliver(fleet, again, dueMs))
    return
  }
  if (attempt < fn.spec.retries) {
    const waitMs = (RETRY_AFTER_MS[attempt + 1] ?? 120_000) + random.int(-4_000, 9_000)
    fleet.events.schedule(reply.endMs + waitMs, (dueMs) => deliver(fleet, { ...kept, attempt: attempt + 1 }, dueMs))
    return
  }
  fleet.events.schedule(reply.endMs + 20, (dueMs) => {
    note(fn, dueMs, 'dropped')
    if (fn.spec.onFailure === 'none' || !random.chance(LOST_CHANCE)) return
    note(fn, dueMs, fn.spec.onFailure === 'destination' ? 'destination-failure' : 'dead-letter-error')
  })
}

function note(
  fn: FunctionState,
  atMs: number,
  kind: 'received' | 'dropped' | 'destination-failure' | 'dead-letter-error',
) {
  fn.outcomes.add({ region: fn.spec.region, functionName: fn.spec.name, atMs, kind })
}

/** Puts a message into a queue or stream; nobody listens when the fleet is too small to have its consumer. */
export function sendMessage(fleet: Fleet, key: string, atMs: number, message: Omit<Message, 'receives'>): void {
  const queue = fleet.queues.get(key)
  if (!queue) return
  fleet.events.schedule(Math.ceil(atMs), (dueMs) => {
    queue.messages.push({ ...message, receives: 0 })
    poll(fleet, key, queue, dueMs)
  })
}

/** Streams are read by one invocation at a time, queues by several; neither while the mapping is disabled. */
function poll(fleet: Fleet, key: string, queue: QueueState, atMs: number): void {
  const { consumer } = queue
  const trigger = consumer.spec.triggers[0]
  if (queue.polling || !trigger || (trigger.kind !== 'sqs' && trigger.kind !== 'stream')) return
  const enabledMs = mappingEnabledAt(consumer, atMs)
  if (enabledMs !== null) {
    queue.polling = true
    fleet.events.schedule(enabledMs, (dueMs) => {
      queue.polling = false
      poll(fleet, key, queue, dueMs)
    })
    return
  }
  consumer.serial += 1
  const random = new Random(consumer.worldSeed, consumer.seedWord, consumer.serial, 3)
  queue.polling = true
  fleet.events.schedule(atMs + trigger.windowMs + random.int(20, 120), (dueMs) => {
    queue.polling = false
    if (queue.busy >= (trigger.kind === 'stream' ? 1 : 10)) return
    const batch = queue.messages.splice(0, trigger.batchSize)
    if (batch.length === 0) return
    const links = batch.flatMap((message) => (message.link ? [message.link] : []))
    const decided = batch.some((message) => message.sampled) ? ('decide' as const) : null
    const reply = fleet.invoke(
      request(consumer, dueMs, { trace: decided, links, messageIds: batch.map(({ id }) => id) }),
    )
    queue.busy += 1
    if (!reply.ok) requeue(fleet, key, batch, reply.endMs + random.int(4_000, 30_000))
    fleet.events.schedule(reply.endMs + 5, (endedMs) => {
      queue.busy -= 1
      if (queue.messages.length > 0) poll(fleet, key, queue, endedMs)
    })
    if (queue.messages.length > 0) poll(fleet, key, queue, dueMs)
  })
}

function requeue(fleet: Fleet, key: string, batch: QueueState['messages'], atMs: number): void {
  const queue = fleet.queues.get(key)
  const again = batch.filter((message) => message.receives + 1 < MAX_RECEIVES)
  if (!queue || again.length === 0) return
  fleet.events.schedule(atMs, (dueMs) => {
    for (const message of again) queue.messages.push({ ...message, receives: message.receives + 1 })
    poll(fleet, key, queue, dueMs)
  })
}
