import type pg from 'pg'
import { holdTraces } from '@/lib/sync/store/hold-traces'

const ADD = `
  INSERT INTO trace (account_region_id, id, started_at, has_error, has_fault, has_throttle, is_partial, revision)
  SELECT $1, r.id, r.started_at, false, false, false, false, 0
  FROM jsonb_to_recordset($2::jsonb) AS r(id text, started_at timestamptz)`

/** Adds traces of which only documents are known, no summary; those that are there already stay as they are. The partitions must exist. */
export async function addTraces(
  client: pg.ClientBase,
  accountRegionId: number,
  traces: readonly { id: string; startedAtMs: number }[],
): Promise<void> {
  const known = await holdTraces(
    client,
    accountRegionId,
    traces.map(({ id }) => id),
  )
  const added = traces.filter(({ id }) => !known.has(id))
  const rows = added.map(({ id, startedAtMs }) => ({ id, started_at: new Date(startedAtMs).toISOString() }))
  await client.query(ADD, [accountRegionId, JSON.stringify(rows)])
}
