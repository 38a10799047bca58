import type pg from 'pg'
import { selectRows } from '@/lib/server/db'

const HOLD = `SELECT pg_advisory_xact_lock(hashtext('trace'), $1)`
/* The offset makes a look for each: joined, all traces would be read. */
const FIND = `
  SELECT k.id, t.started_at AS "startedAt" FROM unnest($2::text[]) AS k(id)
  CROSS JOIN LATERAL (SELECT started_at FROM trace WHERE id = k.id AND account_region_id = $1 OFFSET 0) AS t`

/**
 * Keeps others from adding traces of an account-region and from moving them to another day until the caller's transaction
 * ends: partitions by day have no key that would keep a trace from being there twice. Answers under which start those are
 * stored that are.
 */
export async function holdTraces(
  client: pg.ClientBase,
  accountRegionId: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  await client.query(HOLD, [accountRegionId])
  const rows = await selectRows<{ id: string; startedAt: Date }>(client, FIND, [accountRegionId, ids])
  return new Map(rows.map(({ id, startedAt }) => [id, startedAt]))
}
