import { loadAt, PEAK_LOAD } from '@/simulator/fleet/load-curve'
import { enqueueEvent, sendMessage } from '@/simulator/fleet/model/deliver'
import type { Fleet, Message } from '@/simulator/fleet/model/fleet'
import { request } from '@/simulator/fleet/model/request'
import type { FunctionState } from '@/simulator/fleet/model/state'
import { namedRandom, type Random } from '@/simulator/fleet/random'
import type { Trigger } from '@/simulator/fleet/specs/function-spec'
import { messageId } from '@/simulator/fleet/traces/segment-parts'
import { frontWithApi } from '@/simulator/fleet/traces/tracing'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/** Starts what reaches a function from outside the fleet: customers by the day's load, schedules by the clock. */
export function startArrivals(fleet: Fleet, fn: FunctionState): void {
  const { spec } = fn
  const random = namedRandom(fleet.seed, `arrivals ${spec.region} ${spec.name}`)
  const trigger = spec.triggers[0]
  if (!trigger) return
  if (trigger.kind === 'schedule') {
    const everyMs = trigger.everyMinutes * MINUTE_MS
    const offsetMs = random.int(0, Math.min(everyMs, 3_600_000) - 1)
    tick(fleet, fn, Math.ceil(fleet.startMs / everyMs) * everyMs + offsetMs, everyMs)
  } else if (spec.perDay > 0) {
    scheduleNext(fleet, fn, trigger, random, fleet.startMs)
    if (spec.burstEveryMinutes !== null) {
      const everyMs = spec.burstEveryMinutes * MINUTE_MS
      const bursts = namedRandom(fleet.seed, `bursts ${spec.region} ${spec.name}`)
      burstByClock(fleet, fn, { trigger, random: bursts, everyMs }, Math.ceil(fleet.startMs / everyMs) * everyMs)
    }
  }
}

type Clock = { trigger: Trigger; random: Random; everyMs: number }

function burstByClock(fleet: Fleet, fn: FunctionState, clock: Clock, atMs: number): void {
  fleet.events.schedule(atMs, (dueMs) => {
    burst(fleet, fn, clock.trigger, clock.random, dueMs)
    burstByClock(fleet, fn, clock, dueMs + clock.everyMs)
  })
}

function tick(fleet: Fleet, fn: FunctionState, atMs: number, everyMs: number): void {
  fleet.events.schedule(atMs, (dueMs) => {
    enqueueEvent(fleet, fn, dueMs, 'decide', null)
    tick(fleet, fn, dueMs + everyMs, everyMs)
  })
}

/** A Poisson process whose rate follows the day, by thinning one of the peak rate. */
function scheduleNext(fleet: Fleet, fn: FunctionState, trigger: Trigger, random: Random, fromMs: number): void {
  const meanMs = DAY_MS / (fn.spec.perDay * PEAK_LOAD)
  let atMs = fromMs
  do {
    atMs += random.exponential(meanMs)
  } while (!random.chance(loadAt(atMs) / PEAK_LOAD))
  fleet.events.schedule(Math.ceil(atMs), (dueMs) => {
    arrive(fleet, fn, trigger, random, dueMs)
    if (random.chance((fn.spec.burstChance * loadAt(dueMs)) / PEAK_LOAD)) burst(fleet, fn, trigger, random, dueMs)
    scheduleNext(fleet, fn, trigger, random, dueMs)
  })
}

function burst(fleet: Fleet, fn: FunctionState, trigger: Trigger, random: Random, atMs: number): void {
  const more = random.int(3, 11)
  for (let index = 0; index < more; index += 1) {
    fleet.events.schedule(atMs + random.int(5, 450), (dueMs) => arrive(fleet, fn, trigger, random, dueMs))
  }
}

function arrive(fleet: Fleet, fn: FunctionState, trigger: Trigger, random: Random, atMs: number): void {
  const { region } = fn.spec
  switch (trigger.kind) {
    case 'sqs':
      sendMessage(fleet, `${region} sqs ${trigger.queue}`, atMs, fromOutside(fn, atMs))
      break
    case 'stream':
      sendMessage(fleet, `${region} stream ${trigger.table}`, atMs, fromOutside(fn, atMs))
      break
    case 's3':
    case 'sns':
    case 'rule':
    case 'schedule':
      enqueueEvent(fleet, fn, atMs, 'decide', null)
      break
    case 'url':
      fleet.invoke(request(fn, atMs, { qualifier: pickRoute(fn, random) }))
      break
    case 'api': {
      // The stage's segment encloses the function's, so its ids exist before the call and its end after.
      const front = frontWithApi(fleet, trigger, atMs, random)
      const qualifier = pickRoute(fn, random)
      front.finish(fleet.invoke(request(fn, front.forwardedMs, { qualifier, parentId: front.stepId })))
    }
  }
}

/** A message whose sender is not traced; the consumer's trace may begin with it. */
function fromOutside({ spec }: FunctionState, atMs: number): Omit<Message, 'receives'> {
  return { id: messageId(`${spec.region} ${spec.name} ${atMs}`), sampled: true, link: null }
}

function pickRoute(fn: FunctionState, random: Random): string | null {
  let roll = random.next()
  for (const { qualifier, share } of fn.spec.routes) {
    if (roll < share) return qualifier
    roll -= share
  }
  return fn.spec.routes[0]?.qualifier ?? null
}
