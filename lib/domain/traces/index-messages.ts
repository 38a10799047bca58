import type { Joints, Sent } from '@/lib/domain/traces/join-traces'

/** What a link may name of a trace, ready to be looked up: a trace may have sent to a queue ten thousand times. */
export type Messages = {
  byCall: ReadonlyMap<string, Sent>
  /** The messages that a segment sent, one of each queue, topic or bus. */
  byOwner: ReadonlyMap<string, readonly Sent[]>
  ofEachNode: readonly Sent[]
  segments: Joints['segments']
}

/** X-Ray links through queues; behind a topic the same trace goes on: queues come first. */
export function indexMessages({ sent, segments }: Pick<Joints, 'sent' | 'segments'>): Messages {
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
