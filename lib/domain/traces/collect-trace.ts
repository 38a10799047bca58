import { objectOf, textOf } from '@/lib/domain/json-value'
import { accountOf, describeService } from '@/lib/domain/traces/describe-service'
import { elapsedMs } from '@/lib/domain/traces/elapsed-ms'
import { outcomeOf } from '@/lib/domain/traces/graph-stats'
import { type IndexedSegment, indexSegments } from '@/lib/domain/traces/index-segments'
import type { Joints } from '@/lib/domain/traces/join-traces'
import { nameMessages } from '@/lib/domain/traces/name-messages'
import type { Segment } from '@/lib/domain/traces/segment'
import type { EdgeCell, GraphTally, NodeCell } from '@/lib/domain/traces/trace-graph'

type TraceContext = {
  index: ReadonlyMap<string, IndexedSegment>
  tally: GraphTally
  ownAccountId: string | null
  joints: Joints
  /** The calls that are in joints.sent already. */
  sentCalls: Set<string>
  /** Segments by the IDs of the subsegments that are known to be part of them; null for none. */
  owners: Map<string, Segment | null>
}

/** Segments that a link may name where no message was seen to be sent: more are seldom, and kept with each trace. */
const MOST_SEGMENTS = 100

const isQueue = (type: string) => type.startsWith('AWS::SQS')
const isBus = (type: string) => type.startsWith('AWS::SNS') || type.startsWith('AWS::Events')
const isMessaging = (type: string) => isQueue(type) || isBus(type)

/**
 * Adds one trace to a graph: its services, and the calls between them as the caller saw them. Answers what is needed to
 * join it to the traces that it hands work to, or takes work from.
 */
export function collectTrace(documents: readonly Segment[], ownAccountId: string | null, tally: GraphTally): Joints {
  const index = indexSegments(documents)
  const joints: Joints = { sent: [], links: [], segments: [] }
  const context: TraceContext = { index, tally, ownAccountId, joints, sentCalls: new Set(), owners: new Map() }
  const answered = new Set<string>()
  for (const { segment, parentId } of index.values()) {
    if (segment.kind === 'segment' && parentId !== null) answered.add(parentId)
  }
  for (const entry of index.values()) {
    if (entry.segment.kind === 'segment') addDocument(context, entry)
    else if (!answered.has(entry.segment.id)) addCall(context, entry)
  }
  return inOrder(nameMessages(joints, index))
}

/** Adds a segment's node with the segment's own figures, and the edge to it with what its caller saw. */
function addDocument(context: TraceContext, { segment, parentId }: IndexedSegment): void {
  const { index, tally, joints } = context
  const node = nodeOfDocument(context, segment)
  node.inferred &&= segment.inferred
  count(node, segment)
  addJoints(joints, node, segment)
  const parent = parentId === null || parentId === segment.id ? undefined : index.get(parentId)
  const owner = parent && ownerOf(context, parent)
  if (!parent || !owner) {
    node.root = true
    const client = tally.node({ name: segment.name, type: 'client', accountId: null })
    count(client, segment)
    count(tally.edge({ from: client.id, to: node.id, kind: 'call', operation: methodOf(segment) }), segment)
    return
  }
  const caller = nodeOfDocument(context, owner)
  if (isMessaging(caller.type)) {
    // A topic or bus does not wait for whom it hands over to.
    const ageMs = durationBetween(owner, segment)
    const key = { from: caller.id, to: node.id, kind: 'link', operation: null } as const
    tally.edge(key).tally.add(outcomeOf(segment), ageMs)
    return
  }
  // Only a downstream call was timed by the caller; below a segment or a local part of it the callee's time counts.
  const isCall = parent.segment.kind === 'subsegment' && parent.segment.namespace !== null
  const between = isCall ? busBetween(context, parent.segment, owner, node) : null
  if (between !== null) {
    addSent(context, parent.segment, between.id, owner.id)
    const ageMs = durationBetween(parent.segment, segment)
    tally.edge({ from: between.id, to: node.id, kind: 'link', operation: null }).tally.add(outcomeOf(segment), ageMs)
    return
  }
  const measured = isCall ? parent.segment : segment
  count(
    tally.edge({ from: caller.id, to: node.id, kind: 'call', operation: isCall ? operationOf(measured) : null }),
    measured,
  )
  if (isMessaging(node.type)) addSent(context, parent.segment, node.id, owner.id)
}

/**
 * What a caller published to, where the segment below the call is not that service's own but a subscriber's or a target's:
 * X-Ray draws an EventBridge node between source and target.
 */
function busBetween(context: TraceContext, call: Segment, owner: Segment, to: NodeCell): NodeCell | null {
  const service = describeService(call)
  if (service === null || !isMessaging(service.type) || isMessaging(to.type)) return null
  const accountId = accountOf(call) ?? accountOf(owner) ?? context.ownAccountId
  const bus = context.tally.node({ ...service, accountId })
  const key = {
    from: nodeOfDocument(context, owner).id,
    to: bus.id,
    kind: 'call',
    operation: operationOf(call),
  } as const
  // Several targets of one event stand below the same call.
  if (!context.sentCalls.has(call.id)) {
    count(bus, call)
    count(context.tally.edge(key), call)
  }
  return bus
}

/** A downstream call that no segment answers, not even an inferred one: the call itself tells about the service. */
function addCall(context: TraceContext, entry: IndexedSegment): void {
  const { tally, ownAccountId } = context
  const { segment } = entry
  const service = describeService(segment)
  if (service === null) return
  const owner = ownerOf(context, entry)
  const accountId =
    service.type === 'remote' ? null : (accountOf(segment) ?? (owner && accountOf(owner)) ?? ownAccountId)
  const node = tally.node({ ...service, accountId })
  count(node, segment)
  if (owner !== null) {
    const from = nodeOfDocument(context, owner).id
    count(tally.edge({ from, to: node.id, kind: 'call', operation: operationOf(segment) }), segment)
  }
  if (isMessaging(service.type)) addSent(context, segment, node.id, owner?.id ?? null)
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

function addSent({ joints, sentCalls }: TraceContext, call: Segment, nodeId: string, ownerId: string | null): void {
  if (sentCalls.has(call.id)) return
  sentCalls.add(call.id)
  const type = nodeId.slice(0, nodeId.indexOf('|'))
  joints.sent.push({ nodeId, callId: call.id, ownerId, sentMs: call.endMs ?? call.startMs, toQueue: isQueue(type) })
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

/**
 * The segment that a subsegment is part of, however deep and however it was sent; null when it has not arrived. What was
 * found on the way is kept: subsegments that were sent alone may stand below each other by the thousand.
 */
function ownerOf({ index, owners }: TraceContext, from: IndexedSegment): Segment | null {
  const path = new Set<string>()
  let at: IndexedSegment | undefined = from
  while (
    at !== undefined &&
    at.segment.kind === 'subsegment' &&
    !owners.has(at.segment.id) &&
    !path.has(at.segment.id)
  ) {
    path.add(at.segment.id)
    const above: string | null = at.ownerId === at.segment.id ? at.parentId : at.ownerId
    at = above === null ? undefined : index.get(above)
  }
  const owner = at?.segment.kind === 'segment' ? at.segment : ((at && owners.get(at.segment.id)) ?? null)
  for (const id of path) owners.set(id, owner)
  return owner
}

function nodeOf({ tally, ownAccountId }: TraceContext, segment: Segment): NodeCell {
  const type = segment.origin ?? (segment.namespace === 'remote' ? 'remote' : 'AWS::Unknown')
  const accountId = type === 'remote' ? null : (accountOf(segment) ?? ownAccountId)
  return tally.node({ name: segment.name, type, accountId })
}

/** An inferred segment has no origin when it stands for a plain host: then its caller says what it is. */
function nodeOfDocument(context: TraceContext, segment: Segment): NodeCell {
  const call = segment.parentId === null ? undefined : context.index.get(segment.parentId)?.segment
  if (segment.origin === null && segment.inferred && call?.namespace === 'remote') {
    return context.tally.node({ name: segment.name, type: 'remote', accountId: null })
  }
  return nodeOf(context, segment)
}
