import type { SpanPlaceResponse } from '@/lib/contracts/traces'
import type { Db } from '@/lib/server/db'
import { readSpanIds } from '@/lib/server/queries/read-span-ids'

type Asked = { traceId: string; spanId: string; version: string }

/** The place of a span in the waterfall; null when the trace has none of that ID. Throws as readSpanIds does. */
export async function getSpanPlace(db: Db, { traceId, spanId, version }: Asked): Promise<SpanPlaceResponse> {
  const index = (await readSpanIds(db, traceId, version)).indexOf(spanId)
  return { index: index < 0 ? null : index }
}
