import { buildTree } from '@/lib/domain/traces/build-tree'
import type { OtlpTraces } from '@/lib/domain/traces/otlp/otlp-span'
import { toOtlp } from '@/lib/domain/traces/otlp/to-otlp'
import type { Db } from '@/lib/server/db'
import type { Place } from '@/lib/server/queries/get-function-identity'
import { getTraceDocuments } from '@/lib/server/queries/get-trace-documents'

/** One trace as OTLP/JSON. Throws as getTraceDocuments does. */
export async function getOtlpExport(db: Db, traceId: string, place: Place = {}): Promise<OtlpTraces> {
  const { id, documents } = await getTraceDocuments(db, traceId, place)
  return toOtlp(buildTree(documents).spans, id)
}
