import { OUTCOMES } from '@/lib/domain/traces/graph-stats'
import { idsOfBusiest } from '@/lib/domain/traces/keep-busiest'
import { type EdgeCell, EVIDENCE, type GraphTally, type NodeCell } from '@/lib/domain/traces/trace-graph'
import { type Failure, keepWorst, worstOutcome } from '@/lib/domain/traces/worst-failures'
import { ByteReader } from '@/lib/server/blocks/byte-reader'
import { ByteWriter } from '@/lib/server/blocks/byte-writer'

/** First byte of a packed graph. */
const FORM = 1
const NO_DURATIONS = new Uint8Array()
const ROOT = 1
const INFERRED = 2

/** What a packed graph says of itself. leftOut: nodes that were too many to be kept. */
export type PackedFacts = { traces: number; leftOut: number }

/** A graph with its counts and sketches as bytes, the same for the same content in whatever order it was met. */
export function packGraph({ nodes, edges }: Pick<GraphTally, 'nodes' | 'edges'>, facts: PackedFacts): Buffer {
  const kept = keepBusiest([...nodes.values()]).sort((a, b) => (a.id < b.id ? -1 : 1))
  const places = new Map(kept.map(({ id }, index) => [id, index]))
  const writer = new ByteWriter()
  writer.byte(FORM)
  writer.varint(facts.traces)
  writer.varint(facts.leftOut + nodes.size - kept.length)
  writer.varint(kept.length)
  for (const node of kept) writeNode(writer, node)
  const drawn = [...edges].filter(([, { from, to }]) => places.has(from) && places.has(to))
  writer.varint(drawn.length)
  for (const [, edge] of drawn.sort(([a], [b]) => (a < b ? -1 : 1))) writeEdge(writer, edge, places)
  return Buffer.from(writer.view())
}

/** The trace that a graph is of. */
export type OneTrace = { traceId: string; atMs: number }

/** Adds what packGraph packed to a graph; that of one trace names it where something failed. Throws for a form that this version does not know. */
export function addPackedGraph(tally: GraphTally, body: Buffer, of: OneTrace | null = null): PackedFacts {
  const reader = new ByteReader(body)
  const form = reader.byte()
  if (form !== FORM) throw new Error(`a stored graph has the unknown form ${form}`)
  const facts = { traces: reader.varint(), leftOut: reader.varint() }
  const ids = Array.from({ length: reader.varint() }, () => readNode(reader, tally, of))
  const edges = reader.varint()
  for (let at = 0; at < edges; at += 1) readEdge(reader, tally, ids, of)
  return facts
}

function keepBusiest(nodes: NodeCell[]): NodeCell[] {
  const count = ({ tally }: NodeCell) => OUTCOMES.reduce((sum, outcome) => sum + tally.counts[outcome], 0)
  const kept = idsOfBusiest(nodes.map((node) => ({ id: node.id, count: count(node) })))
  return nodes.filter(({ id }) => kept.has(id))
}

function writeNode(writer: ByteWriter, node: NodeCell): void {
  writer.text(node.type)
  writer.text(node.accountId ?? '')
  writer.text(node.name)
  writer.byte((node.root ? ROOT : 0) + (node.inferred ? INFERRED : 0))
  writeStats(writer, node)
}

function readNode(reader: ByteReader, tally: GraphTally, of: OneTrace | null): string {
  const type = reader.text()
  const accountId = reader.text()
  const node = tally.node({ type, accountId: accountId === '' ? null : accountId, name: reader.text() })
  const flags = reader.byte()
  node.root ||= (flags & ROOT) > 0
  node.inferred &&= (flags & INFERRED) > 0
  readStats(reader, node, of)
  return node.id
}

function writeEdge(writer: ByteWriter, edge: EdgeCell, places: ReadonlyMap<string, number>): void {
  writer.varint(places.get(edge.from) ?? 0)
  writer.varint(places.get(edge.to) ?? 0)
  writer.byte(edge.kind === 'link' ? 1 : 0)
  writer.byte(EVIDENCE.indexOf(edge.evidence))
  // A caller that names no operation is not one that names an empty one.
  writer.byte(edge.operation === null ? 0 : 1)
  if (edge.operation !== null) writer.text(edge.operation)
  writeStats(writer, edge)
}

function readEdge(reader: ByteReader, tally: GraphTally, ids: readonly string[], of: OneTrace | null): void {
  const [from = '', to = ''] = [ids[reader.varint()], ids[reader.varint()]]
  const kind = reader.byte() === 1 ? 'link' : 'call'
  const evidence = EVIDENCE[reader.byte()] ?? null
  const operation = reader.byte() === 0 ? null : reader.text()
  readStats(reader, tally.edge({ from, to, kind, operation }, evidence), of)
}

function writeStats(writer: ByteWriter, { tally, failures }: NodeCell | EdgeCell): void {
  for (const outcome of OUTCOMES) writer.varint(tally.counts[outcome])
  tally.compact()
  const sketch = tally.framedSketches()[0] ?? NO_DURATIONS
  writer.varint(sketch.length)
  writer.raw(sketch)
  const worst = keepWorst(failures)
  writer.varint(worst.length)
  for (const { traceId, atMs, outcome } of worst) {
    writer.text(traceId)
    writer.varint(atMs)
    writer.byte(OUTCOMES.indexOf(outcome))
  }
}

function readStats(reader: ByteReader, cell: NodeCell | EdgeCell, of: OneTrace | null): void {
  const [ok, error, throttle, fault] = [reader.varint(), reader.varint(), reader.varint(), reader.varint()]
  const counts = { ok, error, throttle, fault }
  cell.tally.addCounted(counts, reader.raw(reader.varint()))
  const worst = of === null ? null : worstOutcome(counts)
  if (of !== null && worst !== null) cell.failures.push({ ...of, outcome: worst })
  const failures = reader.varint()
  for (let at = 0; at < failures; at += 1) cell.failures.push(readFailure(reader))
}

function readFailure(reader: ByteReader): Failure {
  const failure = { traceId: reader.text(), atMs: reader.varint() }
  const outcome = OUTCOMES[reader.byte()]
  return { ...failure, outcome: outcome === undefined || outcome === 'ok' ? 'fault' : outcome }
}
