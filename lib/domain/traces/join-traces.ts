import { elapsedMs } from '@/lib/domain/traces/elapsed-ms'
import type { Outcome } from '@/lib/domain/traces/graph-stats'
import type { Evidence, GraphTally, NodeKey } from '@/lib/domain/traces/trace-graph'

/** A message handed to a queue, topic or bus: by which call, of which segment, when. ids: of it, its entries, its request. */
export type Sent = {
  toQueue: boolean
  nodeId: string
  callId: string
  ownerId: string | null
  sentMs: number | null
  ids?: readonly string[]
}

/** A segment that took up what another trace had handed over. name: of the function. */
type Taken = { nodeId: string; name: string; startMs: number | null; outcome: Outcome }
export type Link = Taken & { traceId: string; id: string | null }
/** What a segment names of another trace: a message, or a request that failed and was handed on. */
export type Received = Taken & { kind: 'message' | 'request'; id: string }

/**
 * Where a trace touches others. segments: of a trace that was not seen to send a message, those that a link may name.
 * invocations: by their request IDs.
 */
export type Joints = {
  sent: Sent[]
  links: Link[]
  segments: { id: string; nodeId: string; endMs: number | null }[]
  invocations?: { id: string; nodeId: string; endMs: number | null }[]
  received?: Received[]
}

/** The names of the queues that a function's event source mappings read; none where they are not known. */
export type QueuesOf = (functionName: string) => readonly string[]

/** Traces that others took work from, by their IDs, and by the IDs of their messages and invocations. */
export type Senders = {
  byTrace: ReadonlyMap<string, Messages>
  byId: ReadonlyMap<string, { traceId: string; sent: Sent }>
}
/** What a link may name of a trace, ready to be looked up: a trace may have sent to a queue ten thousand times. */
type Messages = {
  byCall: ReadonlyMap<string, Sent>
  /** The messages that a segment sent, one of each queue, topic or bus. */
  byOwner: ReadonlyMap<string, readonly Sent[]>
  ofEachNode: readonly Sent[]
  segments: Joints['segments']
}

type OneTrace = { traceId: string; atMs: number }
type Producer = { nodeId: string; sentMs: number | null; evidence: Evidence }

/** Makes traces ready to be looked up by what others name of them. */
export function indexSenders(traces: ReadonlyMap<string, Joints>): Senders {
  const byId = new Map<string, { traceId: string; sent: Sent }>()
  for (const [traceId, { sent, invocations = [] }] of traces) {
    for (const { id, nodeId, endMs } of invocations) {
      byId.set(id, { traceId, sent: { toQueue: false, nodeId, callId: id, ownerId: null, sentMs: endMs } })
    }
    for (const message of sent) for (const id of message.ids ?? []) byId.set(id, { traceId, sent: message })
  }
  return { byTrace: new Map([...traces].map(([traceId, joints]) => [traceId, indexMessages(joints)])), byId }
}

/** X-Ray links through queues; behind a topic the same trace goes on: queues come first. */
function indexMessages({ sent, segments }: Joints): Messages {
  const messages = [...sent.filter(({ toQueue }) => toQueue), ...sent.filter(({ toQueue }) => !toQueue)]
  const byOwner = new Map<string, Sent[]>()
  const byNode = new Map<string, Sent>()
  const owned = new Set<string>()
  for (const message of messages) {
    if (!byNode.has(message.nodeId)) byNode.set(message.nodeId, message)
    if (message.ownerId === null || owned.has(`${message.ownerId}\n${message.nodeId}`)) continue
    owned.add(`${message.ownerId}\n${message.nodeId}`)
    const known = byOwner.get(message.ownerId)
    if (known) known.push(message)
    else byOwner.set(message.ownerId, [message])
  }
  const byCall = new Map(messages.map((message) => [message.callId, message]))
  return { byCall, byOwner, ofEachNode: [...byNode.values()], segments }
}

/**
 * Draws an edge from the queue, topic or bus through which other traces handed work over to each segment of this one that
 * took it up: for every message and request whose ID it names, and for every link that is not to one of these. A batch names
 * many traces, and each counts (N to M). own: the trace that is joined, which is named where it failed.
 */
export function joinTrace(
  tally: GraphTally,
  own: { joints: Joints; of: OneTrace | null },
  { byTrace, byId }: Senders,
  queuesOf: QueuesOf = () => [],
): void {
  const links = [...own.joints.links]
  for (const one of own.joints.received ?? []) {
    const sender = byId.get(one.id)
    if (sender === undefined || sender.traceId === own.of?.traceId) continue
    const evidence = one.kind === 'message' ? 'message-id' : 'request-id'
    const messages = byTrace.get(sender.traceId)
    const step = { ...sender, evidence, queues: queuesOf(one.name) } as const
    const isSent = sender.sent.ids !== undefined
    draw(tally, one, isSent ? throughQueue(tally, step) : fromInvocation(tally, step, messages), own.of)
    takeLink(links, one, sender, messages)
  }
  for (const link of links) {
    const messages = byTrace.get(link.traceId)
    const producer = messages && findProducer(tally, link, messages, queuesOf(link.name))
    if (producer) draw(tally, link, producer, own.of)
  }
}

function draw(tally: GraphTally, to: Taken, { nodeId, sentMs, evidence }: Producer, own: OneTrace | null): void {
  const { startMs, outcome } = to
  const ageMs = sentMs === null || startMs === null ? null : elapsedMs(sentMs, startMs)
  // The message may have been sent before the time that the graph is of.
  const from = tally.node(keyOf(nodeId)).id
  const edge = tally.edge({ from, to: to.nodeId, kind: 'link', operation: null }, evidence)
  edge.tally.add(outcome, ageMs)
  if (own !== null && outcome !== 'ok') edge.failures.push({ ...own, outcome })
}

/** A link and an ID may tell of the same message: it is counted once, by what names it better. */
function takeLink(
  links: Link[],
  { nodeId }: Taken,
  { traceId, sent }: { traceId: string; sent: Sent },
  messages: Messages | undefined,
): void {
  const same = (link: Link) => link.nodeId === nodeId && link.traceId === traceId
  const named = links.findIndex((link) => same(link) && link.id === sent.callId)
  // One that names another call is of another message.
  const at =
    named >= 0 ? named : links.findIndex((link) => same(link) && (link.id === null || !messages?.byCall.has(link.id)))
  if (at >= 0) links.splice(at, 1)
}

/** Where the linked trace handed its work over: what the link names, as far as the consumer reads it. */
function findProducer(tally: GraphTally, link: Link, messages: Messages, queues: readonly string[]): Producer | null {
  const { traceId, id } = link
  const named = id === null ? undefined : messages.byCall.get(id)
  if (named) return throughQueue(tally, { sent: named, traceId, evidence: 'link', queues })
  const own = id === null ? undefined : messages.byOwner.get(id)
  const sent = own ?? messages.ofEachNode
  const candidates = candidatesOf(sent, queues)
  const [first] = candidates
  if (first !== undefined) {
    const evidence = own === undefined ? 'trace' : 'link'
    if (sent.length === 1) return throughQueue(tally, { sent: first, traceId, evidence, queues })
    if (candidates.length === 1 && first.toQueue) return { ...first, evidence }
    const read = queues.length === 0 ? undefined : candidates.find(({ nodeId }) => queues.includes(nameOf(nodeId)))
    if (read) return { ...read, evidence: 'mapping' }
    return { ...first, evidence: own === undefined ? 'trace' : 'segment' }
  }
  const segment = messages.segments.find((one) => one.id === id)
  return segment ? { nodeId: segment.nodeId, sentMs: segment.endMs, evidence: 'segment' } : null
}

/**
 * Behind a topic or bus the same trace goes on: it is queues that links lead through. But where the consumer reads none of
 * those that were sent to, what it reads may be subscribed to a topic.
 */
function candidatesOf(sent: readonly Sent[], queues: readonly string[]): readonly Sent[] {
  const toQueues = sent.filter(({ toQueue }) => toQueue)
  const isRead = ({ nodeId }: Sent) => queues.includes(nameOf(nodeId))
  if (toQueues.length === 0) return sent
  if (queues.length === 0 || toQueues.some(isRead) || toQueues.length === sent.length) return toQueues
  return sent.filter(({ toQueue }) => !toQueue)
}

type Step = { sent: Sent; traceId: string; evidence: Evidence; queues: readonly string[] }

/**
 * A message that is known to have been sent to one queue and was read from another went there by way of the first: its
 * dead-letter queue. That counts each message once, however often it is read.
 */
function throughQueue(tally: GraphTally, { sent, traceId, evidence, queues }: Step): Producer {
  const [only] = queues
  if (!sent.toQueue || only === undefined || queues.length > 1 || only === nameOf(sent.nodeId)) {
    return { ...sent, evidence }
  }
  const key = { ...keyOf(sent.nodeId), name: only }
  return handOn(tally, { sent, traceId, key, evidence: 'dead-letter' })
}

/**
 * What failed goes from the function to its dead-letter queue or destination: the queue that the consumer reads, unless the
 * function was seen to send there itself.
 */
function fromInvocation(
  tally: GraphTally,
  { sent, traceId, evidence, queues }: Step,
  messages: Messages | undefined,
): Producer {
  const own = messages?.ofEachNode.find(({ nodeId }) => queues.includes(nameOf(nodeId)))
  if (own !== undefined) return { ...own, evidence }
  const [only] = queues
  if (only === undefined || queues.length > 1) return { ...sent, evidence }
  const key = { type: 'AWS::SQS::Queue', accountId: keyOf(sent.nodeId).accountId, name: only }
  return handOn(tally, { sent, traceId, key, evidence })
}

function handOn(
  tally: GraphTally,
  { sent, traceId, key, evidence }: { sent: Sent; traceId: string; key: NodeKey; evidence: Evidence },
): Producer {
  const first = tally.node(keyOf(sent.nodeId))
  const queue = tally.node(key)
  const hop = tally.edge({ from: first.id, to: queue.id, kind: 'link', operation: null }, evidence)
  if (tally.isFirst(`${traceId}\n${sent.callId}\n${queue.id}`)) {
    queue.tally.add('ok', null)
    hop.tally.add('ok', null)
  }
  return { nodeId: queue.id, sentMs: sent.sentMs, evidence }
}

/** A node's ID is its type, account and name. */
function keyOf(nodeId: string): NodeKey {
  const [type = '', accountId = '', ...name] = nodeId.split('|')
  return { type, accountId: accountId === '' ? null : accountId, name: name.join('|') }
}

function nameOf(nodeId: string): string {
  return keyOf(nodeId).name
}
