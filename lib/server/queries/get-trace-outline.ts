import { outlineSegment, outlineTrace, type SegmentOutline, type TraceOutline } from '@/lib/domain/traces/outline-trace'
import { parseSegment } from '@/lib/domain/traces/parse-segment'
import type { Db } from '@/lib/server/db'
import type { Place } from '@/lib/server/queries/get-function-identity'
import { readStoredTrace, type TraceFacts } from '@/lib/server/queries/read-stored-trace'

/**
 * A trace and its spans without their details, parents before children. version: of the documents that it is made of;
 * unreadable: how many of them are neither a segment nor a span.
 * Throws as readStoredTrace does.
 */
export async function getTraceOutline(
  db: Db,
  idText: string,
  place: Place = {},
): Promise<{ facts: TraceFacts; outline: TraceOutline; version: string; unreadable: number }> {
  const { facts, stored } = await readStoredTrace(db, idText, place)
  const segments: SegmentOutline[] = []
  let unreadable = 0
  for (const documents of stored.documents) {
    for (const text of documents.texts()) {
      // One document at a time: all that a large trace says at once is several times what is kept of it.
      const segment = parseSegment(text)
      if (segment === null) unreadable += 1
      else segments.push(outlineSegment(segment))
    }
  }
  const outline = outlineTrace(segments)
  stored.spanIds = outline.spans.map(({ id }) => id)
  return { facts, outline, version: stored.version, unreadable }
}
