import type { SpanIdsRequest, SpanIdsResponse } from '@/lib/contracts/traces'
import { AppError } from '@/lib/server/app-error'
import type { Db } from '@/lib/server/db'
import { getTraceOutline } from '@/lib/server/queries/get-trace-outline'
import { findStoredOutline } from '@/lib/server/queries/get-trace-view'
import { readTraceSummary } from '@/lib/server/queries/read-stored-trace'

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
  const known = (await readIds(db, traceId)) ?? (await listIds(db, traceId))
  if (known.version !== version) {
    throw new AppError('CONFLICT', 'This trace has grown since the page was loaded. Load the page again.')
  }
  return { ids: known.ids.slice(first, first + MOST) }
}

type Ids = { version: string; ids: readonly string[] }

/** Of a large trace, as the pull packed them. */
async function readIds(db: Db, traceId: string): Promise<Ids | null> {
  const { id } = await readTraceSummary(db, traceId)
  const stored = await findStoredOutline(db, id)
  return stored && { version: stored.version, ids: stored.outline.columns.ids }
}

async function listIds(db: Db, traceId: string): Promise<Ids> {
  const { outline, version } = await getTraceOutline(db, traceId)
  return { version, ids: outline.spans.map(({ id }) => id) }
}
