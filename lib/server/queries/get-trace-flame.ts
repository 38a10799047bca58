import type { TraceFlameResponse } from '@/lib/contracts/trace-tools'
import { buildFlame } from '@/lib/domain/traces/build-flame'
import { buildTree } from '@/lib/domain/traces/build-tree'
import type { Db } from '@/lib/server/db'
import type { Place } from '@/lib/server/queries/get-function-identity'
import { getTraceDocuments } from '@/lib/server/queries/get-trace-documents'

/** One trace as a flame graph merged by call path. Throws as getTraceDocuments does. */
export async function getTraceFlame(db: Db, traceId: string, place: Place = {}): Promise<TraceFlameResponse> {
  const { documents } = await getTraceDocuments(db, traceId, place)
  return buildFlame(buildTree(documents))
}
