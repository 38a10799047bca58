import { collectTrace } from '@/lib/domain/traces/collect-trace'
import { indexSenders, type Joints, joinTrace } from '@/lib/domain/traces/join-traces'
import type { Segment } from '@/lib/domain/traces/segment'
import { GraphTally, type TraceGraph } from '@/lib/domain/traces/trace-graph'

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
  const joints = new Map<string, Joints>()
  for (const { id, documents } of traces) joints.set(id, collectTrace(documents, ownAccountId, tally))
  const senders = indexSenders(joints)
  for (const own of joints.values()) joinTrace(tally, { joints: own, of: null }, senders)
  return tally.graph()
}
