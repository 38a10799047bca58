import { parseSegments } from '@/lib/domain/traces/parse-segment'
import type { Segment } from '@/lib/domain/traces/segment'
import type { Db } from '@/lib/server/db'
import type { Place } from '@/lib/server/queries/get-function-identity'
import { getStoredTrace, type StoredTrace } from '@/lib/server/queries/get-stored-trace'

/** A stored trace with its documents read. unreadable: how many are neither a segment nor a span. */
export type TraceDocuments = Omit<StoredTrace, 'texts'> & { documents: Segment[]; unreadable: number }

/** A trace by either form of its ID, its documents parsed. Throws as getStoredTrace does. */
export async function getTraceDocuments(db: Db, idText: string, place: Place = {}): Promise<TraceDocuments> {
  const { texts, ...trace } = await getStoredTrace(db, idText, place)
  const documents = parseSegments(texts)
  return { ...trace, documents, unreadable: texts.length - documents.length }
}
