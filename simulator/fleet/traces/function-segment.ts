import { functionArn } from '@/simulator/fleet/control/configuration'
import { thrownError } from '@/simulator/fleet/model/error-catalog'
import type { Call, CallTrace, StepRun } from '@/simulator/fleet/model/state'
import { type Document, derivedId, span } from '@/simulator/fleet/traces/segment-parts'
import { frame, stepSubsegment } from '@/simulator/fleet/traces/step-subsegment'

const OVERHEAD_MS = 0.4

/** The handler's side: AWS::Lambda::Function with its phases and what the SDK recorded; without an end while partial. */
export function functionSegment(call: Call, trace: CallTrace, partial: boolean, apart: StepRun | null): Document {
  const { invocation, fn } = call
  const endMs = invocation.startMs + invocation.durationMs
  const newShape = fn.spec.runtime === 'nodejs24.x'
  const steps = trace.steps.filter((run) => run !== apart).map((run) => stepSubsegment(call, trace, run))
  const arn = functionArn(fn.spec, invocation.qualifier ?? undefined)
  const head = {
    id: trace.functionId,
    trace_id: trace.record.traceId,
    parent_id: trace.parentId,
    name: fn.spec.name,
    origin: 'AWS::Lambda::Function',
    resource_arn: arn,
    aws: { account_id: fn.spec.accountId, function_arn: arn, resource_names: [fn.spec.name] },
  }
  if (partial) return { ...head, ...span(invocation.startMs, null), subsegments: phases(call, trace, newShape) }
  const failed = call.failure === null ? {} : { fault: true, ...handlerCause(call, trace) }
  if (newShape) {
    const facts = {
      ...annotationsOf(call),
      'aws.responseLatency': round(invocation.durationMs - 1),
      'aws.responseDuration': 0.08,
      'aws.runtimeOverhead': 0.9,
      'aws.extensionOverhead': fn.spec.extension ? 0.6 : 0,
    }
    const subsegments = [...phases(call, trace, true), ...steps]
    return { ...head, ...span(invocation.startMs, endMs), ...failed, annotations: facts, subsegments }
  }
  // A process that was stopped has no time of its own after the handler.
  const stopped = call.failure !== null && call.failure !== 'error'
  const invokedMs = stopped ? endMs : Math.max(invocation.startMs, endMs - OVERHEAD_MS)
  const run = {
    id: trace.invocationId,
    name: 'Invocation',
    ...span(invocation.startMs, invokedMs),
    ...failed,
    ...annotations(call),
    ...messages(call, trace),
    ...(steps.length > 0 ? { subsegments: steps } : {}),
  }
  const overhead = { id: trace.overheadId, name: 'Overhead', ...span(invokedMs, endMs) }
  const fault = call.failure === null ? {} : { fault: true }
  return {
    ...head,
    ...span(invocation.startMs, endMs),
    ...fault,
    subsegments: [...phases(call, trace, false), run, ...(stopped ? [] : [overhead])],
  }
}

/** Init or restore; it begins before the segment that it belongs to. */
function phases(call: Call, trace: CallTrace, newShape: boolean): Document[] {
  const { invocation } = call
  const startMs = invocation.initStartMs
  if (startMs === null) return []
  if (invocation.restoreMs !== null) {
    return [{ id: trace.initId, name: 'Restore', ...span(startMs, startMs + invocation.restoreMs) }]
  }
  const name = newShape ? 'Init' : 'Initialization'
  const endMs = startMs + (invocation.initMs ?? call.troubleMs)
  const fault = call.initTrouble === null ? {} : { fault: true }
  return [{ id: trace.initId, name, ...span(startMs, endMs), ...fault }]
}

function annotations(call: Call): Document {
  const own = annotationsOf(call)
  return Object.keys(own).length > 0 ? { annotations: own } : {}
}

/** What the handler of a batch notes: which messages it was given. A module that cannot be loaded has no handler. */
function messages({ fn, failure }: Call, { hop }: CallTrace): Document {
  if (!fn.spec.powertools || failure === 'import' || hop.messageIds.length === 0) return {}
  return { metadata: { [fn.spec.name]: { messageIds: hop.messageIds } } }
}

function annotationsOf(call: Call): Document {
  if (!call.fn.spec.powertools) return {}
  return { ColdStart: call.invocation.coldStart, Service: call.fn.spec.name }
}

/**
 * X-Ray writes the cause of a fault in three ways: the exceptions themselves, the id of one that a subsegment recorded,
 * or that id in an object (Node's SDK, for an error thrown again).
 */
function handlerCause(call: Call, trace: CallTrace): Document {
  if (call.failure !== 'error' && call.failure !== 'import') return {}
  const { language } = call.fn.spec
  const error = thrownError(language, call.errorIndex)
  const recorded = trace.steps.at(-1)
  const thrownByStep =
    recorded !== undefined &&
    recorded.step.kind !== 'lambda' &&
    (recorded.outcome === 'fault' || recorded.outcome === 'error')
  if (call.failure === 'error' && thrownByStep) {
    return { cause: language === 'node' ? { id: trace.exceptionId } : trace.exceptionId }
  }
  const type = call.failure === 'import' ? 'Runtime.ImportModuleError' : error.type
  const message = call.failure === 'import' ? "Unable to import module 'app'" : error.message
  const first = { id: trace.exceptionId, message, type, stack: [frame(error.place)] }
  if (language !== 'java') return { cause: { working_directory: '/var/task', paths: [], exceptions: [first] } }
  const rootId = derivedId(trace.exceptionId, 'root')
  const root = { id: rootId, message: 'Connection reset', type: 'java.io.IOException', truncated: 3 }
  return { cause: { working_directory: '/var/task', paths: [], exceptions: [{ ...first, cause: rootId }, root] } }
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
