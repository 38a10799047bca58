import type { TraceResponse } from '@/lib/contracts/traces'
import { packOutline } from '@/lib/domain/traces/pack-outline'
import type { PackedColumns } from '@/lib/domain/traces/pack-trace-columns'
import { type StoredOutline, unpackTraceOutline } from '@/lib/server/blocks/pack-trace-outline'
import { type Db, selectRows } from '@/lib/server/db'
import { describeTrace, listTraceInvocations } from '@/lib/server/queries/get-trace'
import { getTraceOutline } from '@/lib/server/queries/get-trace-outline'
import { readTraceSummary, type TraceFacts } from '@/lib/server/queries/read-stored-trace'

const OUTLINES = `
  select xmin::text as version, outline from trace_documents where trace_id = $1 order by started_at, account_region_id`

/** A trace as getTrace answers it, its spans as the columns that the waterfall draws, with the IDs of all. */
export type TraceView = Omit<TraceResponse, 'spans'> & { entry: string | null; columns: PackedColumns }

/**
 * What the page of a trace shows at once. Of a large trace it is read as the pull packed it, without its documents.
 * Throws BAD_REQUEST and NOT_FOUND for its ID.
 */
export async function getTraceView(db: Db, idText: string): Promise<TraceView> {
  const { facts, outline, version } = await readOutline(db, idText)
  const { columns, requests, entry, ...rest } = outline
  return {
    ...describeTrace(facts, { ...rest, spanCount: columns.count }),
    version,
    entry,
    columns,
    ...(await listTraceInvocations(db, facts.id, facts.startMs, requests)),
  }
}

/** facts: what X-Ray's summary says; version: of the documents. */
type Read = { facts: TraceFacts; version: string; outline: StoredOutline }

/** The outline of a trace, as it is stored or made of its documents. Throws as readStoredTrace does. */
export async function readOutline(db: Db, idText: string): Promise<Read> {
  const facts = await readTraceSummary(db, idText)
  const stored = await findStoredOutline(db, facts.id)
  if (stored !== null) return { facts, ...stored }
  const { facts: read, outline, version, unreadable } = await getTraceOutline(db, idText)
  return { facts: read, version, outline: { ...packOutline(outline), unreadable } }
}

/** The outline that stands beside the documents; null where there is none, or where several account-regions tell of one trace. */
export async function findStoredOutline(
  db: Db,
  traceId: string,
): Promise<{ version: string; outline: StoredOutline } | null> {
  const rows = await selectRows<{ version: string; outline: Buffer | null }>(db.pool, OUTLINES, [traceId])
  const [row, ...others] = rows
  if (row === undefined || others.length > 0 || row.outline === null) return null
  const outline = unpackTraceOutline(row.outline)
  return outline && { version: row.version, outline }
}
