import type { Db } from '@/lib/server/db'
import { getTraceOutline } from '@/lib/server/queries/get-trace-outline'
import { findStoredOutline } from '@/lib/server/queries/get-trace-view'
import { readStoredTrace, readTraceSummary } from '@/lib/server/queries/read-stored-trace'
import { refuseOther } from '@/lib/server/queries/refuse-other'

/**
 * The IDs of all spans of a trace, by their places in the waterfall. Throws CONFLICT when the trace is no longer what it
 * was at that version, and its spans may stand elsewhere; else as readStoredTrace does.
 */
export async function readSpanIds(db: Db, traceId: string, version: string): Promise<readonly string[]> {
  const { id } = await readTraceSummary(db, traceId)
  const packed = await findStoredOutline(db, id)
  if (packed !== null) {
    refuseOther(version, packed.version)
    return packed.outline.columns.ids
  }
  const { stored } = await readStoredTrace(db, traceId)
  refuseOther(version, stored.version)
  if (stored.spanIds !== null) return stored.spanIds
  const { outline, version: readVersion } = await getTraceOutline(db, traceId)
  // It may have been written between the two.
  refuseOther(version, readVersion)
  return outline.spans.map(({ id }) => id)
}
