import type { GraphResponse } from '@/lib/contracts/traces'
import { buildTraceGraph } from '@/lib/domain/traces/build-trace-graph'
import { findNodeSpans } from '@/lib/domain/traces/find-node-spans'
import { layoutGraph } from '@/lib/domain/traces/layout-graph'
import type { Db } from '@/lib/server/db'
import type { Place } from '@/lib/server/queries/get-function-identity'
import { getTraceDocuments } from '@/lib/server/queries/get-trace-documents'

/** The services of one trace and the calls between them, laid out from left to right. Throws as getTraceDocuments does. */
export async function getTraceGraph(db: Db, traceId: string, place: Place = {}): Promise<GraphResponse> {
  const { id, accountId, documents } = await getTraceDocuments(db, traceId, place)
  const graph = buildTraceGraph([{ id, documents }], accountId)
  const spanOf = findNodeSpans(documents)
  return {
    nodes: layoutGraph(graph).nodes.map((node) => ({ ...node, spanId: spanOf(node) })),
    edges: graph.edges,
  }
}
