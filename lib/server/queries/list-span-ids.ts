import type { SpanIdsRequest, SpanIdsResponse } from '@/lib/contracts/traces'
import { AppError } from '@/lib/server/app-error'
import type { Db } from '@/lib/server/db'
import { getTraceOutline } from '@/lib/server/queries/get-trace-outline'
import { readStoredTrace } from '@/lib/server/queries/read-stored-trace'

const MOST = 1_000

/**
 * The IDs of some spans of a trace by their places in the waterfall. Throws CONFLICT when the trace is no longer what it
 * was at that version, and its spans may stand elsewhere; else as readStoredTrace does.
 */
export async function listSpanIds(
  db: Db,
  traceId: string,
  { first, version }: SpanIdsRequest,
): Promise<SpanIdsResponse> {
  const { stored } = await readStoredTrace(db, traceId)
  if (stored.version !== version) {
    throw new AppError('CONFLICT', 'This trace has grown since the page was loaded. Load the page again.')
  }
  const spanIds = stored.spanIds ?? (await getTraceOutline(db, traceId)).outline.spans.map(({ id }) => id)
  return { ids: spanIds.slice(first, first + MOST) }
}
