import type { EdgeStatistics, HistogramEntry, Service } from '@aws-sdk/client-xray'
import { type Document, readChild, readSeconds, readText, walkDocument } from '@/simulator/services/xray/read-document'
import { readElapsed, type ServiceView, type TraceView } from '@/simulator/services/xray/trace-view'

type Tally = {
  ok: number
  throttle: number
  error: number
  fault: number
  totalSeconds: number
  times: Map<number, number>
  startMs: number
  endMs: number
}

type Node = { id: number; name: string; type: string; accountId: string | undefined; root: boolean; tally: Tally }

/** link: from a queue to a consumer whose trace is another, joined by the links of its segments. */
type Edge = { from: Node; to: Node; link: boolean; tally: Tally }

/** A service of a trace with the part of it that some id names. */
type Owner = { service: ServiceView; part: Document }

function createTally(): Tally {
  return { ok: 0, throttle: 0, error: 0, fault: 0, totalSeconds: 0, times: new Map(), startMs: Infinity, endMs: 0 }
}

function addToTally(tally: Tally, measured: Document): void {
  if (measured.fault === true) tally.fault += 1
  else if (measured.throttle === true) tally.throttle += 1
  else if (measured.error === true) tally.error += 1
  else tally.ok += 1
  const startMs = (readSeconds(measured, 'start_time') ?? 0) * 1000
  tally.startMs = Math.min(tally.startMs, startMs)
  const seconds = readElapsed(measured)
  if (seconds === null) return
  tally.endMs = Math.max(tally.endMs, startMs + seconds * 1000)
  tally.totalSeconds += seconds
  const bucket = Number(seconds.toPrecision(2))
  tally.times.set(bucket, (tally.times.get(bucket) ?? 0) + 1)
}

class GraphBuilder {
  readonly nodes = new Map<string, Node>()
  readonly edges = new Map<string, Edge>()

  node(name: string, type: string, accountId: string | undefined): Node {
    const key = `${name}\n${type}\n${accountId ?? ''}`
    const found = this.nodes.get(key)
    if (found) return found
    const created = { id: this.nodes.size, name, type, accountId, root: false, tally: createTally() }
    this.nodes.set(key, created)
    return created
  }

  edge(from: Node, to: Node, link = false): Edge {
    const key = `${from.id}/${to.id}/${link}`
    const found = this.edges.get(key)
    if (found) return found
    const created = { from, to, link, tally: createTally() }
    this.edges.set(key, created)
    return created
  }

  add(view: TraceView): void {
    const owners = new Map<string, Owner>()
    const published = new Set<Document>()
    const answered = new Set(view.documents.filter((one) => !isApart(one)).map((one) => readText(one, 'parent_id')))
    for (const service of view.services) {
      for (const part of walkDocument(service.document)) owners.set(readText(part, 'id') ?? '', { service, part })
    }
    adoptApart(view, owners)
    const realParents = new Set(
      view.documents.filter(({ inferred }) => inferred !== true).map((document) => readText(document, 'parent_id')),
    )
    for (const service of view.services) {
      const { document } = service
      if (isApart(document)) continue
      const parentId = readText(document, 'parent_id')
      // A segment that the callee sent itself replaces what was inferred from its caller.
      if (document.inferred === true && realParents.has(parentId)) continue
      const node = this.node(service.name, service.type, service.accountId)
      addToTally(node.tally, document)
      const parent = parentId === null ? undefined : owners.get(parentId)
      if (!parent) {
        node.root = true
        const client = this.node(service.name, 'client', undefined)
        addToTally(client.tally, document)
        addToTally(this.edge(client, node).tally, document)
        continue
      }
      const caller = this.node(parent.service.name, parent.service.type, parent.service.accountId)
      const isCall = parent.part.namespace === 'aws' || parent.part.namespace === 'remote'
      if (isCall && parent.part.name === 'Events' && service.type !== 'AWS::Events') {
        this.addTarget(parent, caller, service, published)
        continue
      }
      addToTally(this.edge(caller, node).tally, isCall ? parent.part : document)
    }
    for (const [id, owner] of owners) if (!answered.has(id)) this.addUnanswered(owner)
  }

  /** X-Ray infers the service behind a call from the call itself while nothing else tells of it. */
  addUnanswered({ service, part }: Owner): void {
    const called = readText(readChild(part, 'aws'), 'function_name')
    if (part.namespace !== 'aws' || part.name !== 'Lambda' || called === null) return
    const caller = this.node(service.name, service.type, service.accountId)
    const node = this.node(called, 'AWS::Lambda', service.accountId)
    addToTally(node.tally, part)
    addToTally(this.edge(caller, node).tally, part)
  }

  /** An event's bus stands between its source and each target ("EventBridge event node that connects source and target"). */
  addTarget({ service: source, part }: Owner, caller: Node, target: ServiceView, published: Set<Document>): void {
    const bus = this.node('Events', 'AWS::Events', source.accountId)
    if (!published.has(part)) {
      published.add(part)
      addToTally(bus.tally, part)
      addToTally(this.edge(caller, bus).tally, part)
    }
    addToTally(this.edge(bus, this.node(target.name, target.type, target.accountId)).tally, target.document)
  }

  /** Dashed edges from SQS nodes to the Lambda consumers whose segments link to the traces of the senders. */
  addLinks(view: TraceView, views: ReadonlyMap<string, TraceView>): void {
    for (const { name, type, accountId, document } of view.services) {
      for (const { traceId, id } of linksOf(document)) {
        const linked = views.get(traceId)
        const queue = linked && queuesOf(linked, id)[0]
        if (!queue) continue
        const from = this.node(queue.name, queue.type, queue.accountId)
        addToTally(this.edge(from, this.node(name, type, accountId), true).tally, document)
      }
    }
  }
}

/** A subsegment that was sent by itself: part of the segment that it names as its parent, and no service. */
function isApart(document: Document): boolean {
  return document.type === 'subsegment'
}

/** Subsegments that were sent by themselves belong to the service that their parent belongs to. */
function adoptApart(view: TraceView, owners: Map<string, Owner>): void {
  for (const { document } of view.services.filter((service) => isApart(service.document))) {
    const parent = owners.get(readText(document, 'parent_id') ?? '')
    if (!parent) continue
    for (const part of walkDocument(document)) owners.set(readText(part, 'id') ?? '', { service: parent.service, part })
  }
}

/** The queues to which the segment with this id sent messages, first first. */
function queuesOf(view: TraceView, segmentId: string): ServiceView[] {
  const sent = view.documents.filter(
    (document) =>
      readText(document, 'id') === segmentId || (isApart(document) && readText(document, 'parent_id') === segmentId),
  )
  const calls = new Set(sent.flatMap((document) => [...walkDocument(document)].map((part) => readText(part, 'id'))))
  return view.services.filter(
    ({ type, document }) => type === 'AWS::SQS::Queue' && calls.has(readText(document, 'parent_id')),
  )
}

function linksOf(document: Document): { traceId: string; id: string }[] {
  const links = Array.isArray(document.links) ? (document.links as Document[]) : []
  return links.map((link) => ({ traceId: readText(link, 'trace_id') ?? '', id: readText(link, 'id') ?? '' }))
}

function statistics({ ok, throttle, error, fault, totalSeconds }: Tally): EdgeStatistics {
  return {
    OkCount: ok,
    ErrorStatistics: { ThrottleCount: throttle, OtherCount: error, TotalCount: throttle + error },
    FaultStatistics: { OtherCount: fault, TotalCount: fault },
    TotalCount: ok + throttle + error + fault,
    TotalResponseTime: totalSeconds,
  }
}

function histogram({ times }: Tally): HistogramEntry[] {
  return [...times].sort(([a], [b]) => a - b).map(([Value, Count]) => ({ Value, Count }))
}

function moments({ startMs, endMs }: Tally): { StartTime: Date; EndTime: Date } {
  return { StartTime: new Date(startMs), EndTime: new Date(Math.max(startMs, endMs)) }
}

/**
 * The service graph of some traces by X-Ray's documented rules: nodes from the services' own segments, edges from
 * the caller's subsegments, a client in front of each root, linked traces joined through their queues. Reference ids hold within one answer only.
 */
export function buildServiceGraph(views: readonly TraceView[]): Service[] {
  const builder = new GraphBuilder()
  for (const view of views) builder.add(view)
  const byId = new Map(views.map((view) => [view.id, view]))
  for (const view of views) builder.addLinks(view, byId)
  const edges = [...builder.edges.values()]
  return [...builder.nodes.values()].map((node) => ({
    ReferenceId: node.id,
    Name: node.name,
    Names: [node.name],
    Root: node.root || undefined,
    AccountId: node.accountId,
    Type: node.type,
    State: 'active',
    ...moments(node.tally),
    Edges: edges
      .filter(({ from }) => from === node)
      .map(({ to, link, tally }) => ({
        ReferenceId: to.id,
        ...moments(tally),
        SummaryStatistics: statistics(tally),
        ...(link ? { EdgeType: 'link' } : { ResponseTimeHistogram: histogram(tally) }),
        Aliases: [],
      })),
    SummaryStatistics: statistics(node.tally),
    DurationHistogram: histogram(node.tally),
    ResponseTimeHistogram: histogram(node.tally),
  }))
}
