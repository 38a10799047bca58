import { storableText } from '@/lib/domain/storable-text'
import { type GraphStats, StatsTally } from '@/lib/domain/traces/graph-stats'
import { type Failure, keepWorst } from '@/lib/domain/traces/worst-failures'

/**
 * `root`: something outside of what was traced called it. `inferred`: it said nothing itself, calls to it tell of it.
 * `failures`: traces in which it failed, the worst and newest; none where graphs are not of many traces.
 */
export type GraphNode = {
  id: string
  name: string
  type: string
  accountId: string | null
  stats: GraphStats
  root: boolean
  inferred: boolean
  failures: Failure[]
}

/**
 * How the two ends of a link are known to belong together: `link` names the call that sent the message; `segment` names
 * who sent it, which sent to several; `trace` names the trace alone; `message-id`, `request-id`: the consumer names the
 * message, or the request that handed it on; `mapping`: the consumer's event source mapping names the queue; `dead-letter`:
 * the consumer reads another queue than the one that was sent to.
 */
export type Evidence = 'link' | 'message-id' | 'request-id' | 'mapping' | 'segment' | 'trace' | 'dead-letter'

/**
 * `link`: work handed over through a queue, topic or bus; its percentiles are the age of the message on arrival.
 * `operations`: the same calls by the operation that the caller named; null where it named none.
 */
export type GraphEdge = {
  from: string
  to: string
  kind: EdgeKind
  stats: GraphStats
  evidence: Evidence | null
  operations: { operation: string | null; stats: GraphStats }[]
  failures: Failure[]
}
export type EdgeKind = 'call' | 'link'

export type TraceGraph = { nodes: GraphNode[]; edges: GraphEdge[] }

export type NodeKey = { name: string; type: string; accountId: string | null }
export type EdgeKey = { from: string; to: string; kind: EdgeKind; operation: string | null }

export type NodeCell = NodeKey & {
  id: string
  tally: StatsTally
  root: boolean
  inferred: boolean
  failures: Failure[]
}
export type EdgeCell = EdgeKey & { tally: StatsTally; evidence: Evidence | null; failures: Failure[] }

/** The weakest last, in the order in which stored graphs have them. */
export const EVIDENCE = [
  null,
  'link',
  'message-id',
  'request-id',
  'mapping',
  'segment',
  'trace',
  'dead-letter',
] as const satisfies readonly (Evidence | null)[]

/** Of two ways to know the same edge the weaker one, which is what has to be said of it. */
function weakerOf(a: Evidence | null, b: Evidence | null): Evidence | null {
  return EVIDENCE.indexOf(a) > EVIDENCE.indexOf(b) ? a : b
}

/** Collects nodes and edges by what they are, so that the same service met again is the same node. */
export class GraphTally {
  readonly nodes = new Map<string, NodeCell>()
  readonly edges = new Map<string, EdgeCell>()
  private readonly met = new Set<string>()

  /** A service is its name, type and account: AWS::Lambda and AWS::Lambda::Function of one function are two nodes. */
  node(key: NodeKey): NodeCell {
    const [name, type] = [storableText(key.name), storableText(key.type)]
    const accountId = key.accountId === null ? null : storableText(key.accountId)
    const id = `${type}|${accountId ?? ''}|${name}`
    const known = this.nodes.get(id)
    if (known) return known
    const node = { id, name, type, accountId, tally: new StatsTally(), root: false, inferred: true, failures: [] }
    this.nodes.set(id, node)
    return node
  }

  edge({ from, to, kind, operation }: EdgeKey, evidence: Evidence | null = null): EdgeCell {
    const key = `${from}\n${to}\n${kind}\n${operation ?? ''}`
    const known = this.edges.get(key)
    if (known) {
      known.evidence = weakerOf(known.evidence, evidence)
      return known
    }
    const edge = { from, to, kind, operation, tally: new StatsTally(), evidence, failures: [] }
    this.edges.set(key, edge)
    return edge
  }

  /** Whether this is the first time that the key is asked for: of what may be met again and counts once. */
  isFirst(key: string): boolean {
    const isMet = this.met.has(key)
    this.met.add(key)
    return !isMet
  }

  /** Takes less memory, and says the same: between parts of what is added. */
  compact(): void {
    for (const cell of [...this.nodes.values(), ...this.edges.values()]) {
      cell.tally.compact()
      cell.failures = keepWorst(cell.failures)
    }
  }

  /** Sorted by ID, whatever the order in which they were met. */
  graph(): TraceGraph {
    const nodes = [...this.nodes.values()].map(({ tally, failures, ...node }) => ({
      ...node,
      stats: tally.stats(),
      failures: keepWorst(failures),
    }))
    return { nodes: nodes.sort(byId), edges: joinOperations([...this.edges.values()]) }
  }
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1
}

function joinOperations(cells: readonly EdgeCell[]): GraphEdge[] {
  const pairs = new Map<string, EdgeCell[]>()
  for (const cell of cells) {
    const key = `${cell.from}\n${cell.to}\n${cell.kind}`
    const known = pairs.get(key)
    if (known) known.push(cell)
    else pairs.set(key, [cell])
  }
  return [...pairs].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, parts]) => edgeOf(parts))
}

function edgeOf(parts: readonly EdgeCell[]): GraphEdge[] {
  const [first] = parts
  if (first === undefined) return []
  const operations = parts
    .map(({ operation, tally }) => ({ operation, stats: tally.stats() }))
    .sort((a, b) => b.stats.count - a.stats.count || ((a.operation ?? '') < (b.operation ?? '') ? -1 : 1))
  return [
    {
      from: first.from,
      to: first.to,
      kind: first.kind,
      stats: sumOf(parts).stats(),
      evidence: parts.map(({ evidence }) => evidence).reduce(weakerOf),
      operations,
      failures: keepWorst(parts.flatMap(({ failures }) => failures)),
    },
  ]
}

function sumOf(parts: readonly EdgeCell[]): StatsTally {
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return only.tally
  const sum = new StatsTally()
  for (const { tally } of parts) sum.addAll(tally)
  return sum
}
