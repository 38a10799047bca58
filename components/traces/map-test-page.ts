import type { GraphEdge, MapNode } from '@/lib/contracts/map'
import type { GraphStats } from '@/lib/domain/traces/graph-stats'

/** Figures of a drawn map: so many calls, of which some failed. */
export function testStats(count: number, failed: Partial<Pick<GraphStats, 'error' | 'throttle' | 'fault'>> = {}) {
  const { error = 0, throttle = 0, fault = 0 } = failed
  return { count, ok: count - error - throttle - fault, error, throttle, fault, p50Ms: 10, p95Ms: 20 }
}

/** A node of a drawn map. */
export function testNode(name: string, type: string, more: Partial<MapNode> = {}): MapNode {
  const id = `${type}|111111111111|${name}`
  const facts = { root: false, inferred: false, failures: [], regions: [], tags: {} }
  return { id, name, type, accountId: '111111111111', stats: testStats(4), ...facts, ...more }
}

/** An edge of a drawn map. */
export function testEdge(from: MapNode, to: MapNode, more: Partial<GraphEdge> = {}): GraphEdge {
  const stats = testStats(4)
  const operations = [{ operation: null, stats }]
  return { from: from.id, to: to.id, kind: 'call', stats, evidence: null, operations, failures: [], ...more }
}
