import { elapsedMs } from '@/lib/domain/traces/elapsed-ms'
import type { Outcome } from '@/lib/domain/traces/graph-stats'
import type { Evidence, GraphTally, NodeKey } from '@/lib/domain/traces/trace-graph'

/** A message handed to a queue, topic or bus: by which call, of which segment, when. */
export type Sent = { toQueue: boolean; nodeId: string; callId: string; ownerId: string | null; sentMs: number | null }

/** A segment that took up what another trace had handed over. name: of the function. */
export type Link = {
  nodeId: string
  name: string
  traceId: string
  id: string | null
  startMs: number | null
  outcome: Outcome
}

/** Where a trace touches others. segments: of a trace that was not seen to send a message, those that a link may name. */
export type Joints = {
  sent: Sent[]
  links: Link[]
  segments: { id: string; nodeId: string; endMs: number | null }[]
}

/** The names of the queues that a function's event source mappings read; none where they are not known. */
export type QueuesOf = (functionName: string) => readonly string[]

type Producer = { nodeId: string; sentMs: number | null; evidence: Evidence }

/** What a link may name of a trace, ready to be looked up: a trace may have sent to a queue ten thousand times. */
export type Messages = {
  byCall: ReadonlyMap<string, Sent>
  /** The messages that a segment sent, one of each queue, topic or bus. */
  byOwner: ReadonlyMap<string, readonly Sent[]>
  ofEachNode: readonly Sent[]
  segments: Joints['segments']
}

/** X-Ray links through queues; behind a topic the same trace goes on: queues come first. */
export function indexMessages({ sent, segments }: Joints): Messages {
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
 * Draws an edge for each link of a trace to the queue, topic or bus through which the linked trace handed its work over.
 * A batch links to many traces, and each counts (N to M). `messagesOf`: those of a trace by its ID, where it is known.
 * `own`: the trace that is joined, to be named where its links failed.
 */
export function joinTrace(
  tally: GraphTally,
  joints: Joints,
  messagesOf: (traceId: string) => Messages | undefined,
  queuesOf: QueuesOf = () => [],
  own: { traceId: string; atMs: number } | null = null,
): void {
  for (const { nodeId, name, traceId, id, startMs, outcome } of joints.links) {
    const linked = messagesOf(traceId)
    const producer = linked && findProducer(tally, linked, id, queuesOf(name))
    if (!producer) continue
    const { sentMs, evidence } = producer
    const ageMs = sentMs === null || startMs === null ? null : elapsedMs(sentMs, startMs)
    // The message may have been sent before the time that the graph is of.
    const from = tally.node(keyOf(producer.nodeId)).id
    const edge = tally.edge({ from, to: nodeId, kind: 'link', operation: null }, evidence)
    edge.tally.add(outcome, ageMs)
    if (own !== null && outcome !== 'ok') edge.failures.push({ ...own, outcome })
  }
}

/** Where the linked trace handed its work over: what the link names, as far as the consumer reads it. */
function findProducer(
  tally: GraphTally,
  linked: Messages,
  id: string | null,
  queues: readonly string[],
): Producer | null {
  const named = id === null ? undefined : linked.byCall.get(id)
  if (named) return throughQueue(tally, named, 'link', queues)
  const own = id === null ? undefined : linked.byOwner.get(id)
  const sent = own ?? linked.ofEachNode
  // Behind a topic or bus the same trace goes on: it is queues that links lead through.
  const candidates = sent[0]?.toQueue ? sent.filter(({ toQueue }) => toQueue) : sent
  const [first] = candidates
  if (first !== undefined) {
    if (candidates.length === 1) return throughQueue(tally, first, own === undefined ? 'trace' : 'link', queues)
    const read = queues.length === 0 ? undefined : candidates.find(({ nodeId }) => queues.includes(nameOf(nodeId)))
    return read
      ? { ...read, evidence: 'mapping' }
      : throughQueue(tally, first, own === undefined ? 'trace' : 'segment', queues)
  }
  const segment = linked.segments.find((one) => one.id === id)
  return segment ? { nodeId: segment.nodeId, sentMs: segment.endMs, evidence: 'segment' } : null
}

/** A message that was sent to one queue and read from another went there by way of the first: its dead-letter queue. */
function throughQueue(tally: GraphTally, sent: Sent, evidence: Evidence, queues: readonly string[]): Producer {
  const [only] = queues
  if (!sent.toQueue || only === undefined || queues.length > 1 || only === nameOf(sent.nodeId)) {
    return { ...sent, evidence }
  }
  const first = tally.node(keyOf(sent.nodeId))
  const queue = tally.node({ ...keyOf(sent.nodeId), name: only })
  queue.tally.add('ok', null)
  tally.edge({ from: first.id, to: queue.id, kind: 'link', operation: null }, 'dead-letter').tally.add('ok', null)
  return { nodeId: queue.id, sentMs: sent.sentMs, evidence: 'dead-letter' }
}

/** A node's ID is its type, account and name. */
function keyOf(nodeId: string): NodeKey {
  const [type = '', accountId = '', ...name] = nodeId.split('|')
  return { type, accountId: accountId === '' ? null : accountId, name: name.join('|') }
}

function nameOf(nodeId: string): string {
  return keyOf(nodeId).name
}
