import { enqueueEvent, sendMessage } from '@/simulator/fleet/model/deliver'
import type { Fleet } from '@/simulator/fleet/model/fleet'
import { request } from '@/simulator/fleet/model/request'
import type { ReachedOut } from '@/simulator/fleet/model/run-handler'
import type { FunctionState, TraceRecord } from '@/simulator/fleet/model/state'
import type { Step } from '@/simulator/fleet/specs/function-spec'
import { messageId } from '@/simulator/fleet/traces/segment-parts'
import { recordTopic } from '@/simulator/fleet/traces/tracing'

type From = { trace: TraceRecord | null; stepId: string; functionSegmentId: string }

/** Carries out a step that reaches another part of the fleet: its end, and whether a traced segment follows. */
export function reachOut(fleet: Fleet, fn: FunctionState, step: Step, atMs: number, from: From): ReachedOut {
  const { region } = fn.spec
  const done: ReachedOut = { endMs: atMs, outcome: 'ok', continued: false }
  switch (step.kind) {
    case 'lambda': {
      const callee = fleet.byName.get(`${region} ${step.functionName}`)
      if (!callee) return done
      if (!step.asynchronous) return callFunction(fleet, callee, atMs, from)
      enqueueEvent(fleet, callee, atMs, from.trace, from.stepId)
      return { ...done, continued: from.trace !== null && callee.spec.tracing }
    }
    case 'sqs': {
      const link = from.trace ? { traceId: from.trace.traceId, id: from.functionSegmentId } : null
      const message = {
        id: messageId(from.trace ? from.stepId : `${fn.spec.name} ${step.queue} ${atMs}`),
        sampled: from.trace !== null,
        link,
      }
      sendMessage(fleet, `${region} sqs ${step.queue}`, atMs, message)
      return done
    }
    case 'sns': {
      const topicId = from.trace ? recordTopic(fleet, from.trace, from.stepId, step.topic, atMs) : null
      for (const subscriber of fleet.subscribers.get(`${region} sns ${step.topic}`) ?? []) {
        enqueueEvent(fleet, subscriber, atMs + 12, from.trace, topicId)
      }
      return { ...done, continued: from.trace !== null }
    }
    case 'events': {
      for (const subscriber of fleet.subscribers.get(`${region} bus ${step.bus}`) ?? []) {
        enqueueEvent(fleet, subscriber, atMs + 35, from.trace, from.stepId)
      }
      return done
    }
    default:
      return done
  }
}

function callFunction(fleet: Fleet, callee: FunctionState, atMs: number, from: From): ReachedOut {
  const reply = fleet.invoke(request(callee, Math.ceil(atMs), { trace: from.trace, parentId: from.stepId }))
  const outcome = reply.ok ? 'ok' : reply.call ? 'fault' : 'throttle'
  return { endMs: reply.endMs + 1.5, outcome, continued: reply.hop !== null }
}
