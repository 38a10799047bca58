import type { Call, CallHop, CallTrace, Hop, StepRun, TraceRecord } from '@/simulator/fleet/model/state'
import { documentTimes } from '@/simulator/fleet/traces/document-times'
import { apiSegment, serviceSegment, topicSegment } from '@/simulator/fleet/traces/front-segments'
import { functionSegment } from '@/simulator/fleet/traces/function-segment'
import { type Document, span } from '@/simulator/fleet/traces/segment-parts'
import { inferredSegment, stepSubsegment } from '@/simulator/fleet/traces/step-subsegment'
import type { TraceSegment } from '@/simulator/fleet/types'

/** The documents of a trace that can be read at an instant, each in its latest state, by the time they appeared. */
export function renderTrace(record: TraceRecord, nowMs: number): TraceSegment[] {
  const segments = record.hops.flatMap((hop) => renderHop(record, hop, nowMs))
  return segments.sort((a, b) => a.visibleAtMs - b.visibleAtMs || (a.id < b.id ? -1 : 1))
}

type State = { partial: boolean; visibleAtMs: number; revision: number }

/** The state of a document at an instant, null while nothing of it can be read. */
function stateAt(id: string, startMs: number, endMs: number, nowMs: number): State | null {
  const { partialAtMs, finalAtMs } = documentTimes(id, startMs, endMs)
  if (finalAtMs <= nowMs) return { partial: false, visibleAtMs: finalAtMs, revision: partialAtMs === null ? 1 : 2 }
  if (partialAtMs !== null && partialAtMs <= nowMs) return { partial: true, visibleAtMs: partialAtMs, revision: 1 }
  return null
}

function toSegment(document: Document, record: TraceRecord, state: State): TraceSegment {
  const { visibleAtMs, revision } = state
  return { traceId: record.traceId, id: String(document.id), document, visibleAtMs, revision }
}

function renderHop(record: TraceRecord, hop: Hop, nowMs: number): TraceSegment[] {
  if (hop.kind === 'call') {
    return [...renderService(record, hop, nowMs), ...hop.calls.flatMap((call) => renderCall(record, call, nowMs))]
  }
  const state = stateAt(hop.id, hop.startMs, hop.endMs, nowMs)
  if (!state) return []
  if (hop.kind === 'api') return [toSegment(apiSegment(record, hop, state.partial), record, state)]
  return state.partial ? [] : [toSegment(topicSegment(record, hop), record, state)]
}

/** The service's segment is stated again after every attempt. */
function renderService(record: TraceRecord, hop: CallHop, nowMs: number): TraceSegment[] {
  const states = hop.calls.map((call) => stateAt(hop.id, hop.startMs, call.invocation.endMs, nowMs))
  const done = states.filter((state) => state !== null && !state.partial)
  const last = done.at(-1)
  if (last) {
    const state = { ...last, revision: last.revision + done.length - 1 }
    return [toSegment(serviceSegment(record, hop, hop.calls.slice(0, done.length), false), record, state)]
  }
  const begun = states.find((state) => state !== null)
  if (begun) return [toSegment(serviceSegment(record, hop, [], true), record, begun)]
  if (hop.throttledAtMs === null) return []
  const refused = stateAt(hop.id, hop.throttledAtMs, hop.throttledAtMs + 2, nowMs)
  return refused && !refused.partial ? [toSegment(serviceSegment(record, hop, [], false), record, refused)] : []
}

function renderCall(record: TraceRecord, call: Call, nowMs: number): TraceSegment[] {
  const { trace, invocation } = call
  if (!trace) return []
  const state = stateAt(trace.functionId, invocation.startMs, invocation.endMs, nowMs)
  if (!state) return []
  const apart = sentApart(trace)
  const segments = [toSegment(functionSegment(call, trace, state.partial, apart), record, state)]
  if (state.partial) return segments
  if (apart) segments.push(toSegment(independentSubsegment(call, trace, apart), record, state))
  for (const run of trace.steps) {
    const inferred = inferredSegment(call, trace, run)
    if (inferred) segments.push(toSegment(inferred, record, state))
  }
  return segments
}

/** Now and then a subsegment is delivered by itself and never merged into its segment. */
function sentApart(trace: CallTrace): StepRun | null {
  return trace.functionId.startsWith('00') ? (trace.steps[0] ?? null) : null
}

function independentSubsegment(call: Call, trace: CallTrace, run: StepRun): Document {
  return {
    ...stepSubsegment(call, trace, run),
    ...span(run.startMs, run.endMs),
    type: 'subsegment',
    trace_id: trace.record.traceId,
    parent_id: trace.functionId,
  }
}
