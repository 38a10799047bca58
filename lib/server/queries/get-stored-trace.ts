import { normaliseTraceId } from '@/lib/domain/traces/normalise-trace-id'
import { AppError } from '@/lib/server/app-error'
import { unpackDocuments } from '@/lib/server/blocks/pack-documents'
import { type Db, selectRows } from '@/lib/server/db'
import type { Place } from '@/lib/server/queries/get-function-identity'

/** A stored trace: what X-Ray's summary says, and its documents as they came (none while they have not been read, and when they have expired). */
export type StoredTrace = {
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
  texts: string[]
}

/**
 * A trace by either form of its ID, with the documents of every account-region that took part in it. Throws BAD_REQUEST
 * for text that is no trace ID, NOT_FOUND when none is stored.
 */
export async function getStoredTrace(db: Db, idText: string, place: Place = {}): Promise<StoredTrace> {
  const id = normaliseTraceId(idText)
  if (id === null) {
    throw new AppError('BAD_REQUEST', `${idText} is not a trace ID. It is 1-<8>-<24 hex digits>, or 32 hex digits.`)
  }
  const [summaries, documents] = await Promise.all([
    selectRows<Omit<StoredTrace, 'texts'>>(
      db.pool,
      `select t.id, ar.account_id as "accountId", ar.region, (extract(epoch from t.started_at) * 1000)::float8 as "startMs",
              t.duration_ms as "durationMs", t.has_error as "hasError", t.has_fault as "hasFault",
              t.has_throttle as "hasThrottle", t.complete, t.limit_exceeded as "limitExceeded",
              t.fetched_at is not null as "isFetched"
         from trace t join account_region ar on ar.id = t.account_region_id
        where t.id = $1 and ($2::text is null or ar.account_id = $2) and ($3::text is null or ar.region = $3)
        order by t.started_at, t.account_region_id`,
      [id, place.accountId ?? null, place.region ?? null],
    ),
    selectRows<{ body: Buffer }>(
      db.pool,
      'select body from trace_documents where trace_id = $1 order by started_at, account_region_id',
      [id],
    ),
  ])
  const [first] = summaries
  if (first === undefined) {
    throw new AppError('NOT_FOUND', `No trace ${id} is stored. It may not be pulled yet, or be older than 30 days.`)
  }
  return { ...first, texts: documents.flatMap(({ body }) => unpackDocuments(body)) }
}
