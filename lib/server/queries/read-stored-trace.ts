import { normaliseTraceId } from '@/lib/domain/traces/normalise-trace-id'
import { AppError } from '@/lib/server/app-error'
import { inflateDocuments } from '@/lib/server/blocks/pack-documents'
import { type Db, selectRows } from '@/lib/server/db'
import type { Place } from '@/lib/server/queries/get-function-identity'
import { keepRecentTrace, type RecentTrace, recentTrace } from '@/lib/server/recent-traces'

/** What X-Ray's summary of a stored trace says. */
export type TraceFacts = {
  id: string
  accountId: string
  region: string
  startMs: number
  durationMs: number | null
  hasError: boolean
  hasFault: boolean
  hasThrottle: boolean
  complete: boolean
  limitExceeded: boolean
  /** Whether the documents were read, or asked for in vain. */
  isFetched: boolean
}

const SUMMARIES = `
  select t.id, ar.account_id as "accountId", ar.region, (extract(epoch from t.started_at) * 1000)::float8 as "startMs",
         t.duration_ms as "durationMs", t.has_error as "hasError", t.has_fault as "hasFault",
         t.has_throttle as "hasThrottle", t.complete, t.limit_exceeded as "limitExceeded",
         t.fetched_at is not null as "isFetched"
    from trace t join account_region ar on ar.id = t.account_region_id
   where t.id = $1 and ($2::text is null or ar.account_id = $2) and ($3::text is null or ar.region = $3)
   order by t.started_at, t.account_region_id`
/* A row that is written again gets another xmin. */
const VERSIONS =
  'select xmin::text as version from trace_documents where trace_id = $1 order by started_at, account_region_id'
const BODIES =
  'select xmin::text as version, body from trace_documents where trace_id = $1 order by started_at, account_region_id'

/**
 * A trace by either form of its ID, and the documents of every account-region that took part in it, packed no longer but
 * not parsed. Throws BAD_REQUEST for text that is no trace ID, NOT_FOUND when none is stored.
 */
export async function readStoredTrace(
  db: Db,
  idText: string,
  place: Place = {},
): Promise<{ facts: TraceFacts; stored: RecentTrace }> {
  const id = readTraceId(idText)
  const [facts, versions] = await Promise.all([
    readTraceSummary(db, id, place),
    selectRows<{ version: string }>(db.pool, VERSIONS, [id]),
  ])
  return { facts, stored: recentTrace(db, id, versionOf(versions)) ?? (await readBodies(db, id)) }
}

/** What X-Ray's summary says of a trace. Throws as readStoredTrace does. */
export async function readTraceSummary(db: Db, idText: string, place: Place = {}): Promise<TraceFacts> {
  const id = readTraceId(idText)
  const values = [id, place.accountId ?? null, place.region ?? null]
  const [facts] = await selectRows<TraceFacts>(db.pool, SUMMARIES, values)
  if (facts !== undefined) return facts
  throw new AppError('NOT_FOUND', `No trace ${id} is stored. It may not be pulled yet, or is no longer kept.`)
}

function readTraceId(idText: string): string {
  const id = normaliseTraceId(idText)
  if (id !== null) return id
  throw new AppError('BAD_REQUEST', `${idText} is not a trace ID. It is 1-<8>-<24 hex digits>, or 32 hex digits.`)
}

async function readBodies(db: Db, id: string): Promise<RecentTrace> {
  const rows = await selectRows<{ version: string; body: Buffer }>(db.pool, BODIES, [id])
  const documents = await Promise.all(rows.map(({ body }) => inflateDocuments(body)))
  return keepRecentTrace(db, id, { version: versionOf(rows), documents, spanIds: null })
}

/** The version of a trace: of all rows that hold documents of it, in their order. */
export function versionOf(rows: readonly { version: string }[]): string {
  return rows.map(({ version }) => version).join('.')
}
