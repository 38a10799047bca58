import type { TraceResponse } from '@/lib/contracts/traces'
import { packOutline } from '@/lib/domain/traces/pack-outline'
import type { PackedColumns } from '@/lib/domain/traces/pack-trace-columns'
import { type StoredOutline, unpackTraceOutline } from '@/lib/server/blocks/pack-trace-outline'
import { type Db, selectRows } from '@/lib/server/db'
import { describeTrace, listTraceInvocations } from '@/lib/server/queries/get-trace'
import { getTraceOutline } from '@/lib/server/queries/get-trace-outline'
import { readTraceSummary, type TraceFacts, versionOf } from '@/lib/server/queries/read-stored-trace'

/* Of several rows the outline of that one which was made with the others as they are now. */
const OUTLINES = `
  with told as (
    select account_region_id, started_at, xmin::text as version, outline, outline_with from trace_documents where trace_id = $1
  )
  select version, case when outline_with = coalesce((
           select string_agg(o.version, '.' order by o.started_at, o.account_region_id) from told o
            where o.account_region_id <> told.account_region_id
         ), '') then outline end as outline
    from told order by started_at, account_region_id`

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

/** The outline that stands beside the documents; null where there is none that is made of all of them as they are now. */
export async function findStoredOutline(
  db: Db,
  traceId: string,
): Promise<{ version: string; outline: StoredOutline } | null> {
  const rows = await selectRows<{ version: string; outline: Buffer | null }>(db.pool, OUTLINES, [traceId])
  const packed = rows.find((row) => row.outline !== null)?.outline ?? null
  const outline = packed === null ? null : unpackTraceOutline(packed)
  return outline && { version: versionOf(rows), outline }
}
