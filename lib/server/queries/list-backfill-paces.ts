import type { SyncKind } from '@/lib/contracts/sync'
import { type Db, selectRows } from '@/lib/server/db'

/** perMs: milliseconds of old history that were completed in one millisecond, summed over the steps of the kind. */
export type BackfillPace = { placeId: number; kind: SyncKind; perMs: number }

const WITHIN_MS = 10 * 60_000
const LEAST_MS = 15_000
/* The steps that have a history are named like their kinds. */
const PACES = `
  SELECT account_region_id AS "placeId", step AS kind, sum(backfilled_ms)::float8 AS "doneMs",
    (extract(epoch FROM min(started_at)) * 1000)::float8 AS "sinceMs"
  FROM sync_run WHERE started_at > $1 AND backfilled_ms > 0 AND step IN ('logs', 'metrics', 'traces')
  GROUP BY account_region_id, step`

type PaceRow = { placeId: number; kind: SyncKind; doneMs: number; sinceMs: number }

/** How fast the history of each kind of each account-region was completed in the last ten minutes. */
export async function listBackfillPaces(db: Db, nowMs: number): Promise<BackfillPace[]> {
  const rows = await selectRows<PaceRow>(db.pool, PACES, [new Date(nowMs - WITHIN_MS)])
  return rows.map(({ placeId, kind, doneMs, sinceMs }) => {
    return { placeId, kind, perMs: doneMs / Math.max(LEAST_MS, nowMs - sinceMs) }
  })
}
