import { parseSegments } from '@/lib/domain/traces/parse-segment'
import type { Segment } from '@/lib/domain/traces/segment'
import type { Db } from '@/lib/server/db'
import type { Place } from '@/lib/server/queries/get-function-identity'
import { readStoredTrace, type TraceFacts } from '@/lib/server/queries/read-stored-trace'

/** A stored trace: what X-Ray's summary says, and its documents (none while they have not been read, and when they have expired). */
export type TraceDocuments = TraceFacts & { documents: Segment[] }

/**
 * A trace by either form of its ID, with the documents of every account-region that took part in it. Throws BAD_REQUEST
 * for text that is no trace ID, NOT_FOUND when none is stored.
 */
export async function getTraceDocuments(db: Db, idText: string, place: Place = {}): Promise<TraceDocuments> {
  const { facts, stored } = await readStoredTrace(db, idText, place)
  return { ...facts, documents: parseSegments(stored.documents.flatMap((documents) => [...documents.texts()])) }
}
