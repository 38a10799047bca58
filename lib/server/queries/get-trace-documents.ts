import { parseSegments } from '@/lib/domain/traces/parse-segment'
import type { Segment } from '@/lib/domain/traces/segment'
import type { Db } from '@/lib/server/db'
import type { Place } from '@/lib/server/queries/get-function-identity'
import { readStoredTrace, type TraceFacts } from '@/lib/server/queries/read-stored-trace'

/**
 * A stored trace: what X-Ray's summary says, and its documents (none while they have not been read, and when they have
 * expired). unreadable: how many are neither a segment nor a span.
 */
export type TraceDocuments = TraceFacts & { documents: Segment[]; unreadable: number }

/** A trace by either form of its ID, its documents parsed. Throws as readStoredTrace does. */
export async function getTraceDocuments(db: Db, idText: string, place: Place = {}): Promise<TraceDocuments> {
  const { facts, stored } = await readStoredTrace(db, idText, place)
  const texts = stored.documents.flatMap((documents) => [...documents.texts()])
  const documents = parseSegments(texts)
  return { ...facts, documents, unreadable: texts.length - documents.length }
}
