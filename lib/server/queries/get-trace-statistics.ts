import type { TraceStatisticsResponse } from '@/lib/contracts/trace-tools'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { summariseOperations } from '@/lib/domain/traces/summarise-operations'
import type { Db } from '@/lib/server/db'
import type { Place } from '@/lib/server/queries/get-function-identity'
import { getTraceDocuments } from '@/lib/server/queries/get-trace-documents'

/** What each operation of each service did in one trace. Throws as getTraceDocuments does. */
export async function getTraceStatistics(db: Db, traceId: string, place: Place = {}): Promise<TraceStatisticsResponse> {
  const { documents } = await getTraceDocuments(db, traceId, place)
  return { items: summariseOperations(buildTree(documents)) }
}
