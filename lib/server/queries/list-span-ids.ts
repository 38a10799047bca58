import type { SpanIdsRequest, SpanIdsResponse } from '@/lib/contracts/traces'
import type { Db } from '@/lib/server/db'
import { readSpanIds } from '@/lib/server/queries/read-span-ids'

const MOST = 1_000

/** The IDs of some spans of a trace by their places in the waterfall. Throws as readSpanIds does. */
export async function listSpanIds(
  db: Db,
  traceId: string,
  { first, version }: SpanIdsRequest,
): Promise<SpanIdsResponse> {
  const spanIds = await readSpanIds(db, traceId, version)
  return { ids: spanIds.slice(first, first + MOST) }
}
