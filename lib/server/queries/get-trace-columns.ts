import { firstIds, type PackedColumns } from '@/lib/domain/traces/pack-trace-columns'
import type { Db } from '@/lib/server/db'
import { readOutline } from '@/lib/server/queries/get-trace-view'
import { refuseOther } from '@/lib/server/queries/refuse-other'

/**
 * All spans of a trace as columns, with the IDs of the first ones. Throws CONFLICT when the trace is no longer what it was
 * at that version, and else as readStoredTrace does.
 */
export async function getTraceColumns(db: Db, traceId: string, wanted: string): Promise<PackedColumns> {
  const { outline, version } = await readOutline(db, traceId)
  refuseOther(wanted, version)
  return firstIds(outline.columns)
}
