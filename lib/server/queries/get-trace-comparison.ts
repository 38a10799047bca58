import type { ComparedTrace, CompareTraceResponse } from '@/lib/contracts/trace-tools'
import { buildTree, type TraceTree } from '@/lib/domain/traces/build-tree'
import { compareTraces } from '@/lib/domain/traces/compare-traces'
import type { Db } from '@/lib/server/db'
import { getTraceDocuments, type TraceDocuments } from '@/lib/server/queries/get-trace-documents'

/** Two traces by their call paths: what was added, removed and moved, and how long each took. Throws as getTraceDocuments does. */
export async function getTraceComparison(db: Db, a: string, b: string): Promise<CompareTraceResponse> {
  const [first, second] = await Promise.all([getTraceDocuments(db, a), getTraceDocuments(db, b)])
  const [firstTree, secondTree] = [buildTree(first.documents), buildTree(second.documents)]
  return {
    a: factsOf(first, firstTree),
    b: factsOf(second, secondTree),
    paths: compareTraces(firstTree, secondTree),
  }
}

/** One of two traces to compare. Throws as getTraceDocuments does. */
export async function getComparedTrace(db: Db, id: string): Promise<ComparedTrace> {
  const trace = await getTraceDocuments(db, id)
  return factsOf(trace, buildTree(trace.documents))
}

function factsOf({ id, accountId, region, ...trace }: TraceDocuments, { spans, ...tree }: TraceTree): ComparedTrace {
  const isRead = spans.length > 0
  return {
    ...{ id, accountId, region, spanCount: spans.length, entry: spans[0]?.name ?? null },
    startMs: isRead ? tree.startMs : trace.startMs,
    durationMs: isRead ? tree.durationMs : (trace.durationMs ?? 0),
    complete: isRead && trace.complete && tree.complete,
  }
}
