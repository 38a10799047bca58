import { objectOf, textOf } from '@/lib/domain/json-value'
import { elapsedMs } from '@/lib/domain/traces/elapsed-ms'
import { outcomeOf } from '@/lib/domain/traces/graph-stats'
import { indexSegments } from '@/lib/domain/traces/index-segments'
import type { Joints } from '@/lib/domain/traces/join-traces'
import { nameMessages } from '@/lib/domain/traces/name-messages'
import { isMessaging, isQueue, readCalls, type TracedCall } from '@/lib/domain/traces/read-calls'
import type { Segment } from '@/lib/domain/traces/segment'
import type { EdgeCell, GraphTally, NodeCell } from '@/lib/domain/traces/trace-graph'

/** Segments that a link may name where no message was seen to be sent: more are seldom, and kept with each trace. */
const MOST_SEGMENTS = 100

/**
 * Adds one trace to a graph: its services, and the calls between them as the caller saw them. Answers what is needed to
 * join it to the traces that it hands work to, or takes work from.
 */
export function collectTrace(documents: readonly Segment[], ownAccountId: string | null, tally: GraphTally): Joints {
  const index = indexSegments(documents)
  const { services, calls } = readCalls(index, ownAccountId)
  const joints: Joints = { sent: [], links: [], segments: [] }
  for (const service of services) {
    const { segment, isCall } = service
    const node = tally.node(service)
    count(node, segment)
    if (isCall) continue
    node.inferred &&= segment.inferred
    addJoints(joints, node, segment)
  }
  const sentCalls = new Set<string>()
  for (const call of calls) {
    const to = tally.node(call.to)
    addEdge(tally, call, to)
    const { kind, from, via } = call
    if (kind === 'link' || via === null || !isMessaging(to.type) || sentCalls.has(via.id)) continue
    sentCalls.add(via.id)
    const sentMs = via.endMs ?? via.startMs
    joints.sent.push({
      nodeId: to.id,
      callId: via.id,
      ownerId: from?.segment.id ?? null,
      sentMs,
      toQueue: isQueue(to.type),
    })
  }
  return inOrder(nameMessages(joints, index))
}

/** A client stands before what nobody in the trace called; a call by someone who is not in the trace has no edge. */
function addEdge(tally: GraphTally, { kind, from, to: { segment, isCall }, measured }: TracedCall, to: NodeCell): void {
  if (from === null) {
    if (isCall) return
    to.root = true
    const client = tally.node({ name: segment.name, type: 'client', accountId: null })
    count(client, segment)
    count(tally.edge({ from: client.id, to: to.id, kind, operation: methodOf(segment) }), segment)
    return
  }
  const key = { from: tally.node(from).id, to: to.id, kind }
  if (kind === 'link') {
    const ageMs = durationBetween(from.segment, segment)
    tally.edge({ ...key, operation: null }).tally.add(outcomeOf(measured), ageMs)
    return
  }
  const operation = measured.kind === 'subsegment' ? operationOf(measured) : null
  count(tally.edge({ ...key, operation }), measured)
}

function addJoints(joints: Joints, node: NodeCell, segment: Segment): void {
  const outcome = outcomeOf(segment)
  for (const { traceId, id } of segment.links) {
    joints.links.push({ nodeId: node.id, name: segment.name, traceId, id, startMs: segment.startMs, outcome })
  }
  if (!segment.inferred) {
    joints.segments.push({ id: segment.id, nodeId: node.id, endMs: segment.endMs ?? segment.startMs })
  }
}

/** The same for the same documents in whatever order they came: messages as they were sent. */
function inOrder({ sent, links, segments, ...ids }: Joints): Joints {
  const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  const byId = segments.toSorted((a, b) => text(a.id, b.id))
  return {
    sent: sent.toSorted((a, b) => (a.sentMs ?? 0) - (b.sentMs ?? 0) || text(a.callId, b.callId)),
    links: links.toSorted(
      (a, b) => text(a.nodeId, b.nodeId) || text(a.traceId, b.traceId) || text(a.id ?? '', b.id ?? ''),
    ),
    segments: sent.length > 0 ? [] : byId.slice(0, MOST_SEGMENTS),
    ...ids,
  }
}

function count(cell: NodeCell | EdgeCell, segment: Segment): void {
  cell.tally.add(outcomeOf(segment), durationOf(segment))
}

function durationOf({ startMs, endMs }: Segment): number | null {
  return startMs === null || endMs === null ? null : elapsedMs(startMs, endMs)
}

function durationBetween(before: Segment, { startMs }: Segment): number | null {
  const sentMs = before.endMs ?? before.startMs
  return sentMs === null || startMs === null ? null : elapsedMs(sentMs, startMs)
}

/** What was asked of the called service: AWS's operation, or the method of a request over HTTP. */
function operationOf(call: Segment): string | null {
  return textOf(call.aws?.operation) ?? methodOf(call)
}

function methodOf({ http }: Segment): string | null {
  return textOf(objectOf(http?.request)?.method)
}
