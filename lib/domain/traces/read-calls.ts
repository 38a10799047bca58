import { accountOf, describeService } from '@/lib/domain/traces/describe-service'
import type { IndexedSegment } from '@/lib/domain/traces/index-segments'
import type { Segment } from '@/lib/domain/traces/segment'
import { typeOfDocument } from '@/lib/domain/traces/type-of-document'

/** A service that takes part: by its own segment or, isCall, by a call to it that none of its own segments answers. */
export type TracedService = {
  name: string
  type: string
  accountId: string | null
  segment: Segment
  isCall: boolean
}

/**
 * A call, or (link) what a queue, topic or bus handed on. from: null where the caller is not in the trace. via: the part of
 * the caller that it was made by; null without one. measured: what tells how it went, the caller's view where there is one.
 */
export type TracedCall = {
  kind: 'call' | 'link'
  from: TracedService | null
  to: TracedService
  via: Segment | null
  measured: Segment
}

type Reading = {
  index: ReadonlyMap<string, IndexedSegment>
  ownAccountId: string | null
  services: TracedService[]
  calls: TracedCall[]
  /** Services by the IDs of their segments, and of the calls that published to them. */
  known: Map<string, TracedService>
  /** Segments by the IDs of the subsegments that are known to be part of them; null for none. */
  owners: Map<string, Segment | null>
}

export const isQueue = (type: string) => type.startsWith('AWS::SQS')
const isBus = (type: string) => type.startsWith('AWS::SNS') || type.startsWith('AWS::Events')
export const isMessaging = (type: string) => isQueue(type) || isBus(type)

/**
 * The services of a trace and the calls between them, in the order of its segments: what the graph draws and what filters
 * ask for. ownAccountId: the account of segments that do not name theirs; null where that is not known.
 */
export function readCalls(
  index: ReadonlyMap<string, IndexedSegment>,
  ownAccountId: string | null,
): { services: readonly TracedService[]; calls: readonly TracedCall[] } {
  const reading: Reading = { index, ownAccountId, services: [], calls: [], known: new Map(), owners: new Map() }
  const answered = new Set<string>()
  for (const { segment, parentId } of index.values()) {
    if (segment.kind === 'segment' && parentId !== null) answered.add(parentId)
  }
  for (const entry of index.values()) {
    if (entry.segment.kind === 'segment') addDocument(reading, entry)
    else if (!answered.has(entry.segment.id)) addCall(reading, entry)
  }
  return { services: reading.services, calls: reading.calls }
}

function addDocument(reading: Reading, { segment, parentId }: IndexedSegment): void {
  const { index, services, calls } = reading
  const to = ofDocument(reading, segment)
  services.push(to)
  const parent = parentId === null || parentId === segment.id ? undefined : index.get(parentId)
  const owner = parent && ownerOf(reading, parent)
  if (!parent || !owner) {
    calls.push({ kind: 'call', from: null, to, via: null, measured: segment })
    return
  }
  const from = ofDocument(reading, owner)
  const via = parent.segment
  // Only a downstream call was timed by the caller; below a segment or a local part of it the callee's time counts.
  const isSeenByCaller = via.kind === 'subsegment' && via.namespace !== null
  const bus = isSeenByCaller && !isMessaging(from.type) ? addBusBetween(reading, { from, via, to }) : null
  // A topic or bus does not wait for whom it hands over to.
  const handedOn = bus ?? (isMessaging(from.type) ? from : null)
  if (handedOn !== null) calls.push({ kind: 'link', from: handedOn, to, via, measured: segment })
  else calls.push({ kind: 'call', from, to, via, measured: isSeenByCaller ? via : segment })
}

/**
 * What a caller published to, where the segment below the call is not that service's own but a subscriber's or a target's:
 * X-Ray draws an EventBridge node between source and target.
 */
function addBusBetween(
  reading: Reading,
  { from, via, to }: { from: TracedService; via: Segment; to: TracedService },
): TracedService | null {
  const { known, services, calls, ownAccountId } = reading
  const service = describeService(via)
  if (service === null || !isMessaging(service.type) || isMessaging(to.type)) return null
  // Several targets of one event stand below the same call.
  const met = known.get(via.id)
  if (met !== undefined) return met
  const accountId = accountOf(via) ?? accountOf(from.segment) ?? ownAccountId
  const bus = { ...service, accountId, segment: via, isCall: true }
  known.set(via.id, bus)
  services.push(bus)
  calls.push({ kind: 'call', from, to: bus, via, measured: via })
  return bus
}

/** A downstream call that no segment answers, not even an inferred one: the call itself tells about the service. */
function addCall(reading: Reading, entry: IndexedSegment): void {
  const { segment } = entry
  const service = describeService(segment)
  if (service === null) return
  const owner = ownerOf(reading, entry)
  const accountId =
    service.type === 'remote' ? null : (accountOf(segment) ?? (owner && accountOf(owner)) ?? reading.ownAccountId)
  const to = { ...service, accountId, segment, isCall: true }
  reading.services.push(to)
  const from = owner && ofDocument(reading, owner)
  reading.calls.push({ kind: 'call', from, to, via: segment, measured: segment })
}

function ofDocument({ index, known, ownAccountId }: Reading, segment: Segment): TracedService {
  const met = known.get(segment.id)
  if (met !== undefined) return met
  const parentId = index.get(segment.id)?.parentId ?? null
  const type = typeOfDocument(segment, parentId === null ? undefined : index.get(parentId)?.segment)
  const accountId = type === 'remote' ? null : (accountOf(segment) ?? ownAccountId)
  const service = { name: segment.name, type, accountId, segment, isCall: false }
  known.set(segment.id, service)
  return service
}

/**
 * The segment that a subsegment is part of, however deep and however it was sent; null when it has not arrived. What was
 * found on the way is kept: subsegments that were sent alone may stand below each other by the thousand.
 */
function ownerOf({ index, owners }: Reading, from: IndexedSegment): Segment | null {
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
