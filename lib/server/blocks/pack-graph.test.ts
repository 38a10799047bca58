import { expect, it } from 'vitest'
import { collectTrace } from '@/lib/domain/traces/collect-trace'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { sampleTrace } from '@/lib/domain/traces/sample-trace'
import { GraphTally } from '@/lib/domain/traces/trace-graph'
import { addPackedGraph, packGraph } from '@/lib/server/blocks/pack-graph'

const FACTS = { traces: 1, leftOut: 0 }
const TRACE = { traceId: '1-6a507b87-0cc4438344b48ef127ab1931', atMs: 1_764_000_000_000 }

function sample(): GraphTally {
  const tally = new GraphTally()
  collectTrace(parseSegments(sampleTrace()), '111122223333', tally)
  return tally
}

it('gives back what was packed, with percentiles within 1 %', () => {
  const read = new GraphTally()
  expect(addPackedGraph(read, packGraph(sample(), FACTS))).toEqual(FACTS)
  const [packed, original] = [read.graph(), sample().graph()]
  expect(packed.nodes.map(({ id, root, inferred }) => ({ id, root, inferred }))).toEqual(
    original.nodes.map(({ id, root, inferred }) => ({ id, root, inferred })),
  )
  original.edges.forEach((edge, at) => {
    const { p50Ms, p95Ms, ...counts } = edge.stats
    expect(packed.edges[at]).toMatchObject({ from: edge.from, to: edge.to, kind: edge.kind, stats: counts })
    expect(packed.edges[at]?.operations.map(({ operation }) => operation)).toEqual(
      edge.operations.map(({ operation }) => operation),
    )
    expect(packed.edges[at]?.stats.p95Ms ?? 0).toBeGreaterThan((p95Ms ?? 0) * 0.99)
    expect(packed.edges[at]?.stats.p50Ms ?? 0).toBeLessThan((p50Ms ?? 0) * 1.01)
  })
})

it('adds up in any order to the same bytes, and merged in parts as well', () => {
  const body = packGraph(sample(), FACTS)
  const addUp = (...bodies: Buffer[]) => {
    const tally = new GraphTally()
    const traces = bodies.reduce((sum, one) => sum + addPackedGraph(tally, one).traces, 0)
    return packGraph(tally, { traces, leftOut: 0 })
  }
  const other = new GraphTally()
  collectTrace(
    parseSegments([{ id: 'x', name: 'a', origin: 'AWS::Lambda', start_time: 1, end_time: 3, fault: true }]),
    null,
    other,
  )
  const second = packGraph(other, FACTS)
  expect(addUp(body, second, body)).toEqual(addUp(second, body, body))
  expect(addUp(addUp(body, second), body)).toEqual(addUp(body, second, body))
})

it('names the trace where something failed, faults before throttles', () => {
  const tally = new GraphTally()
  addPackedGraph(tally, packGraph(sample(), FACTS), TRACE)
  const { nodes } = tally.graph()
  expect(nodes.find(({ name }) => name === 'emails')?.failures).toEqual([{ ...TRACE, outcome: 'throttle' }])
  expect(nodes.find(({ name }) => name === 'orders')?.failures).toEqual([])
})

it('keeps a few failures of many, whichever way they were added up', () => {
  const bodies = Array.from({ length: 40 }, (_, at) => {
    const tally = new GraphTally()
    const traceId = `1-6a507b87-${String(at).padStart(24, '0')}`
    tally.node({ name: 'fn', type: 'AWS::Lambda', accountId: null }).tally.add(at % 2 === 0 ? 'fault' : 'error', 5)
    const one = new GraphTally()
    addPackedGraph(one, packGraph(tally, FACTS), { traceId, atMs: TRACE.atMs + at })
    return packGraph(one, FACTS)
  })
  const addUp = (parts: readonly Buffer[]) => {
    const tally = new GraphTally()
    for (const body of parts) addPackedGraph(tally, body)
    return packGraph(tally, { traces: parts.length, leftOut: 0 })
  }
  const whole = addUp(bodies)
  expect(whole.length).toBeLessThan(1_000)
  expect(addUp([addUp(bodies.slice(0, 11)), addUp(bodies.slice(11))])).toHaveLength(whole.length)
  const read = new GraphTally()
  addPackedGraph(read, whole)
  const [node] = read.nodes.values()
  expect(node?.failures.map(({ atMs, outcome }) => [atMs - TRACE.atMs, outcome])).toEqual([
    [38, 'fault'],
    [36, 'fault'],
    [34, 'fault'],
  ])
})

it('keeps the busiest nodes of too many, and says how many it left out', () => {
  const tally = new GraphTally()
  for (let at = 0; at < 2_050; at += 1) tally.node({ name: `host-${at}`, type: 'remote', accountId: null })
  const busy = tally.node({ name: 'zz-busy', type: 'remote', accountId: null })
  busy.tally.add('ok', 1)
  const from = tally.node({ name: 'host-2049', type: 'remote', accountId: null })
  tally.edge({ from: from.id, to: busy.id, kind: 'call', operation: null }).tally.add('ok', 1)
  const read = new GraphTally()
  expect(addPackedGraph(read, packGraph(tally, FACTS)).leftOut).toBe(51)
  expect(read.nodes.size).toBe(2_000)
  expect(read.nodes.has(busy.id)).toBe(true)
})

it('refuses a form that it does not know, and bytes that end too early', () => {
  const body = packGraph(sample(), FACTS)
  expect(() => addPackedGraph(new GraphTally(), Buffer.of(9))).toThrow('unknown form 9')
  expect(() => addPackedGraph(new GraphTally(), body.subarray(0, body.length - 2))).toThrow('ends too early')
})
