import { accountOf, describeService } from '@/lib/domain/traces/describe-service'
import { elapsedMs } from '@/lib/domain/traces/elapsed-ms'
import { type IndexedSegment, indexSegments } from '@/lib/domain/traces/index-segments'
import type { Segment } from '@/lib/domain/traces/segment'
import { GraphTally, type TraceGraph } from '@/lib/domain/traces/trace-graph'

type Index = ReadonlyMap<string, IndexedSegment>

/** A message handed to a queue or topic: by which call, of which segment, when. */
type Sent = { toQueue: boolean; nodeId: string; callId: string; ownerId: string | null; sentMs: number | null }

type TraceContext = {
  index: Index
  tally: GraphTally
  ownAccountId: string | null
  nodeIds: Map<string, string>
  /** Segments by the IDs of the subsegments that are known to be part of them; null for none. */
  owners: Map<string, Segment | null>
  sent: Sent[]
}

const isQueue = (type: string) => type.startsWith('AWS::SQS')
const isMessaging = (type: string) => isQueue(type) || type.startsWith('AWS::SNS')

function durationOf({ startMs, endMs }: Segment): number | null {
  return startMs === null || endMs === null ? null : elapsedMs(startMs, endMs)
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

function nodeOf({ tally, ownAccountId }: TraceContext, segment: Segment) {
  const type = segment.origin ?? (segment.namespace === 'remote' ? 'remote' : 'AWS::Unknown')
  const accountId = type === 'remote' ? null : (accountOf(segment) ?? ownAccountId)
  return tally.node({ name: segment.name, type, accountId })
}

/** An inferred segment has no origin when it stands for a plain host: then its caller says what it is. */
function nodeOfDocument(context: TraceContext, segment: Segment) {
  const call = segment.parentId === null ? undefined : context.index.get(segment.parentId)?.segment
  if (segment.origin === null && segment.inferred && call?.namespace === 'remote') {
    return context.tally.node({ name: segment.name, type: 'remote', accountId: null })
  }
  return nodeOf(context, segment)
}

/** Adds a segment's node with the segment's own figures, and the edge to it with what its caller saw. */
function addDocument(context: TraceContext, { segment, parentId }: IndexedSegment): void {
  const { index, tally, nodeIds, sent } = context
  const node = nodeOfDocument(context, segment)
  node.tally.add(segment, durationOf(segment))
  nodeIds.set(segment.id, node.id)
  const parent = parentId === null || parentId === segment.id ? undefined : index.get(parentId)
  const owner = parent && ownerOf(context, parent)
  if (!parent || !owner) {
    node.root = true
    const client = tally.node({ name: segment.name, type: 'client', accountId: null })
    client.tally.add(segment, durationOf(segment))
    tally.edge(client.id, node.id, 'call').add(segment, durationOf(segment))
    return
  }
  // Only a downstream call was timed by the caller; below a segment or a local part of it the callee's time counts.
  const measured = parent.segment.kind === 'subsegment' && parent.segment.namespace !== null ? parent.segment : segment
  tally.edge(nodeOfDocument(context, owner).id, node.id, 'call').add(measured, durationOf(measured))
  if (parent.segment.kind === 'subsegment') nodeIds.set(parent.segment.id, node.id)
  if (isMessaging(node.type)) {
    const { endMs, startMs, id } = parent.segment
    sent.push({ toQueue: isQueue(node.type), nodeId: node.id, callId: id, ownerId: owner.id, sentMs: endMs ?? startMs })
  }
}

/** A downstream call that no segment answers, not even an inferred one: the call itself tells about the service. */
function addCall(context: TraceContext, entry: IndexedSegment): void {
  const { tally, nodeIds, sent, ownAccountId } = context
  const { segment } = entry
  const service = describeService(segment)
  if (service === null) return
  const owner = ownerOf(context, entry)
  const accountId =
    service.type === 'remote' ? null : (accountOf(segment) ?? (owner && accountOf(owner)) ?? ownAccountId)
  const node = tally.node({ ...service, accountId })
  node.tally.add(segment, durationOf(segment))
  nodeIds.set(segment.id, node.id)
  if (owner !== null) tally.edge(nodeOfDocument(context, owner).id, node.id, 'call').add(segment, durationOf(segment))
  if (isMessaging(service.type)) {
    sent.push({
      toQueue: isQueue(service.type),
      nodeId: node.id,
      callId: segment.id,
      ownerId: owner?.id ?? null,
      sentMs: segment.endMs ?? segment.startMs,
    })
  }
}

function addTrace(context: TraceContext): void {
  const answered = new Set<string>()
  for (const { segment, parentId } of context.index.values()) {
    if (segment.kind === 'segment' && parentId !== null) answered.add(parentId)
  }
  for (const entry of context.index.values()) {
    if (entry.segment.kind === 'segment') addDocument(context, entry)
    else if (!answered.has(entry.segment.id)) addCall(context, entry)
  }
}

type Messages = {
  first: Sent | undefined
  byCall: Map<string, Sent>
  byNode: Map<string, Sent>
  byOwner: Map<string, Sent>
}

/** The messages of a trace by what a link may name. X-Ray links through queues; behind a topic the same trace goes on. */
function indexMessages({ sent }: TraceContext): Messages {
  const messages = [...sent.filter(({ toQueue }) => toQueue), ...sent.filter(({ toQueue }) => !toQueue)]
  const found: Messages = { first: messages[0], byCall: new Map(), byNode: new Map(), byOwner: new Map() }
  for (const message of messages.reverse()) {
    found.byCall.set(message.callId, message)
    found.byNode.set(message.nodeId, message)
    if (message.ownerId !== null) found.byOwner.set(message.ownerId, message)
  }
  return found
}

/** Where a linked trace handed its work over: the queue or topic of the call that the link names, else its segment. */
function producerOf(
  context: TraceContext,
  messages: Messages,
  linkId: string | null,
): Pick<Sent, 'nodeId' | 'sentMs'> | null {
  const { index, nodeIds } = context
  const named = linkId ?? ''
  const message =
    messages.byCall.get(named) ??
    messages.byNode.get(nodeIds.get(named) ?? '') ??
    messages.byOwner.get(named) ??
    messages.first
  if (message) return message
  const entry = linkId === null ? undefined : index.get(linkId)
  const owner = entry && ownerOf(context, entry)
  const nodeId = owner && nodeIds.get(owner.id)
  return nodeId ? { nodeId, sentMs: entry.segment.endMs ?? entry.segment.startMs } : null
}

function addLinks(
  context: TraceContext,
  contexts: ReadonlyMap<string, { context: TraceContext; messages: Messages }>,
): void {
  for (const { segment } of context.index.values()) {
    const nodeId = context.nodeIds.get(segment.id)
    if (segment.kind !== 'segment' || nodeId === undefined) continue
    for (const { traceId, id } of segment.links) {
      const linked = contexts.get(traceId)
      const producer = linked && producerOf(linked.context, linked.messages, id)
      if (!producer) continue
      const { sentMs } = producer
      const ageMs = sentMs === null || segment.startMs === null ? null : elapsedMs(sentMs, segment.startMs)
      context.tally.edge(producer.nodeId, nodeId, 'link').add(segment, ageMs)
    }
  }
}

/**
 * The services of one trace or many, and the calls between them. A node counts what its service said about itself, an
 * edge what the caller saw; a service that sends no segments is known by the calls to it; a client stands before
 * each root. Traces that hand work to one another through a queue are joined by link edges when both are given.
 * `ownAccountId` is the account of segments that do not name theirs. Every trace counts once: nothing is extrapolated.
 */
export function buildTraceGraph(
  traces: readonly { id: string; documents: readonly Segment[] }[],
  ownAccountId: string | null = null,
): TraceGraph {
  const tally = new GraphTally()
  const contexts = new Map<string, TraceContext>()
  for (const { id, documents } of traces) {
    const index = indexSegments(documents)
    contexts.set(id, { index, tally, ownAccountId, nodeIds: new Map(), owners: new Map(), sent: [] })
  }
  for (const context of contexts.values()) addTrace(context)
  const linked = new Map([...contexts].map(([id, context]) => [id, { context, messages: indexMessages(context) }]))
  for (const context of contexts.values()) addLinks(context, linked)
  return tally.graph()
}
