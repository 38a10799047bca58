import { outcomeOf } from '@/lib/domain/traces/graph-stats'
import { idsOfSegment, type NamedId, uuidOf } from '@/lib/domain/traces/ids-of-segment'
import type { IndexedSegment } from '@/lib/domain/traces/index-segments'
import type { Joints, Received, Sent } from '@/lib/domain/traces/join-traces'
import type { Segment } from '@/lib/domain/traces/segment'

type Index = ReadonlyMap<string, IndexedSegment>

/** Of one trace: X-Ray keeps at most 500 KB of a trace, and no more IDs of 36 characters fit into that. */
const MOST_IDS = 14_000

/**
 * Adds to the joints of a trace by which IDs others may know it: those of the messages that it sent and of its invocations,
 * and those that it names of others. What a trace names of itself joins nothing. segments: all of the trace's.
 */
export function nameMessages(joints: Joints, index: Index): Joints {
  const left = { ids: MOST_IDS }
  const sent = joints.sent.map((message) => withIds(message, index, left))
  const invocations = listInvocations(joints, index)
  const own = new Set([...sent.flatMap(({ ids }) => ids ?? []), ...invocations.map(({ id }) => id)])
  const calls = new Set(sent.map(({ callId }) => callId))
  const nodes = new Map(joints.segments.map(({ id, nodeId }) => [id, nodeId]))
  const received = new Map<string, Received>()
  for (const entry of index.values()) {
    if (entry.segment.inferred || calls.has(entry.segment.id)) continue
    const ids = idsOfSegment(entry.segment).filter(({ id }) => !own.has(id))
    if (ids.length === 0) continue
    const consumer = consumerOf(entry, index)
    const nodeId = consumer === null ? undefined : nodes.get(consumer.id)
    if (consumer === null || nodeId === undefined) continue
    for (const one of ids) {
      const key = `${nodeId}\n${one.id}`
      const known = received.get(key)
      if (known === undefined || (consumer.startMs ?? 0) < (known.startMs ?? 0)) {
        received.set(key, receivedBy(consumer, nodeId, one))
      }
    }
  }
  const inOrder = [...received].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
  return { ...joints, sent, invocations, received: inOrder.slice(0, MOST_IDS) }
}

function receivedBy(consumer: Segment, nodeId: string, { kind, id }: NamedId): Received {
  return { nodeId, name: consumer.name, kind, id, startMs: consumer.startMs, outcome: outcomeOf(consumer) }
}

/** A call returns the ID of its message, or those of the entries of a batch, and that of its own request. */
function withIds(message: Sent, index: Index, left: { ids: number }): Sent {
  const call = index.get(message.callId)?.segment
  if (call === undefined) return message
  const requestId = uuidOf(call.aws?.request_id)
  const ids = idsOfSegment(call).map(({ id }) => id)
  const all = [...new Set(requestId === null ? ids : [...ids, requestId])].slice(0, left.ids)
  left.ids -= all.length
  return all.length === 0 ? message : { ...message, ids: all }
}

/** The invocations of a trace by their request IDs, which a dead-letter queue or destination names of those that failed. */
function listInvocations({ segments }: Joints, index: Index): NonNullable<Joints['invocations']> {
  const found = new Map<string, { id: string; nodeId: string; endMs: number | null }>()
  for (const { id: segmentId, nodeId, endMs } of segments) {
    const segment = index.get(segmentId)?.segment
    if (!segment || !isLambda(segment)) continue
    const id = uuidOf(segment.aws?.request_id)
    if (id !== null) found.set(id, { id, nodeId, endMs })
  }
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, MOST_IDS)
}

/** The segment that took up what one of its parts names: of a function the service's own, which links hang from as well. */
function consumerOf(entry: IndexedSegment, index: Index): Segment | null {
  const path = new Set<string>()
  let at: IndexedSegment | undefined = entry
  while (at !== undefined && !path.has(at.segment.id)) {
    const { segment, ownerId, parentId }: IndexedSegment = at
    path.add(segment.id)
    if (segment.kind === 'segment') {
      const above: IndexedSegment | undefined = parentId === null ? undefined : index.get(parentId)
      const service = above && ownerIn(above, index)
      return segment.origin === 'AWS::Lambda::Function' && service?.origin === 'AWS::Lambda' ? service : segment
    }
    const above: string | null = ownerId === segment.id ? parentId : ownerId
    at = above === null ? undefined : index.get(above)
  }
  return null
}

function ownerIn({ segment, ownerId }: IndexedSegment, index: Index): Segment | undefined {
  return segment.kind === 'segment' ? segment : index.get(ownerId)?.segment
}

function isLambda({ origin, inferred }: Segment): boolean {
  return !inferred && (origin === 'AWS::Lambda' || origin === 'AWS::Lambda::Function')
}
