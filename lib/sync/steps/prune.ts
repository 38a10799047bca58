import { selectRows } from '@/lib/server/db'
import { RETENTION_MS } from '@/lib/sync/retention'
import {
  ensurePartitions,
  forgetPartitions,
  PARTITIONED_TABLES,
  type PartitionedTable,
} from '@/lib/sync/store/ensure-partitions'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import type { StepRun, SyncStep } from '@/lib/sync/sync-step'

const EVERY_MS = 3_600_000
const DAY_MS = 86_400_000
const DAYS_AHEAD = 2
const KEPT_MS: Readonly<Record<PartitionedTable, number>> = {
  log_event: RETENTION_MS.logs,
  log_block: RETENTION_MS.logs,
  invocation: RETENTION_MS.logs,
  trace_documents: RETENTION_MS.segments,
  metric_hour: RETENTION_MS.metrics,
  metric_day: RETENTION_MS.metrics,
  invocation_minute: RETENTION_MS.rollups,
}
const PARTITIONS = `
  SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = to_regclass($1) ORDER BY c.relname`
/* A stream ends with its environment, hours after its day: one without lines of that age stays empty. */
const PRUNE: readonly { sql: string; keptMs: number }[] = [
  { sql: 'DELETE FROM trace WHERE started_at < $1', keptMs: RETENTION_MS.traces },
  { sql: 'DELETE FROM trace_function WHERE started_at < $1', keptMs: RETENTION_MS.traces },
  { sql: 'DELETE FROM sync_run WHERE started_at < $1', keptMs: RETENTION_MS.runs },
  { sql: 'DELETE FROM worker WHERE seen_at < $1', keptMs: RETENTION_MS.workers },
  {
    sql: `DELETE FROM log_stream s WHERE left(s.name, 10) < to_char($1::timestamptz AT TIME ZONE 'UTC', 'YYYY/MM/DD')
      AND NOT EXISTS (SELECT 1 FROM log_event e WHERE e.stream_id = s.id)
      AND NOT EXISTS (SELECT 1 FROM log_block b WHERE b.stream_ids @> ARRAY[s.id])
      AND NOT EXISTS (SELECT 1 FROM invocation i WHERE i.stream_id = s.id)`,
    keptMs: RETENTION_MS.logs + 2 * DAY_MS,
  },
]
/* Groups that no function has written to for longer than lines are kept. */
const PRUNE_LOG_STEPS = `
  DELETE FROM sync_state s WHERE s.account_region_id = $1 AND s.step = 'logs' AND NOT EXISTS (
    SELECT 1 FROM lambda_function f WHERE f.account_region_id = $1 AND (f.gone_at IS NULL OR f.gone_at > $2)
      AND coalesce(f.log_group_name, '/aws/lambda/' || f.name) = s.subject
  )`

/* What is no longer kept is not known any more: a minute that stayed covered would read as a count of zero. */
const UNCOVER_SERIES = `
  UPDATE metric_series SET covered = covered * tstzmultirange(tstzrange($1, NULL)) WHERE lower(covered) < $1`
/* Nor is it aimed at: a target that stayed behind would never be reached. */
const UNCOVER_STEPS = `
  UPDATE sync_state SET covered = covered * tstzmultirange(tstzrange($2, NULL)),
    target_from = CASE WHEN target_from < $2 THEN $2 ELSE target_from END
  WHERE step = $1 AND (lower(covered) < $2 OR target_from < $2)`
const STEP_KEPT_MS = { metrics: RETENTION_MS.metrics, logs: RETENTION_MS.logs, traces: RETENTION_MS.traces } as const

/** Drops what is older than its retention, whole days at a time where tables are partitioned, and makes the next days. */
export const prune: SyncStep = {
  name: 'prune',
  kind: 'inventory',
  deadlineMs: 10 * 60_000,
  async run(run) {
    const { lease, pool, place, nowMs } = run
    await ensurePartitions(pool, PARTITIONED_TABLES, { fromMs: nowMs, toMs: nowMs + DAYS_AHEAD * DAY_MS })
    let rows = 0
    await uncover(run)
    for (const table of PARTITIONED_TABLES) rows += await dropPartitions(run, table)
    for (const { sql, keptMs } of PRUNE) rows += (await lease.query(sql, [firstKeptDay(nowMs, keptMs)])).rowCount ?? 0
    rows += (await lease.query(PRUNE_LOG_STEPS, [place.id, new Date(nowMs - RETENTION_MS.logs)])).rowCount ?? 0
    return { state: 'ok', detail: null, nextRunAtMs: nowMs + EVERY_MS, rows }
  },
}

/**
 * Before anything is dropped, and for all account-regions, because they share the partitions. Backfills do not read it
 * again: none goes further back than the retention, which is never before the first day that is kept.
 */
async function uncover({ lease, nowMs }: StepRun): Promise<void> {
  await lease.query(UNCOVER_SERIES, [firstKeptDay(nowMs, RETENTION_MS.metrics)])
  for (const [step, keptMs] of Object.entries(STEP_KEPT_MS)) {
    await lease.query(UNCOVER_STEPS, [step, firstKeptDay(nowMs, keptMs)])
  }
}

function firstKeptDay(nowMs: number, keptMs: number): Date {
  return new Date(Math.floor((nowMs - keptMs) / DAY_MS) * DAY_MS)
}

/** A partition goes when its whole day is older than the retention. Readers are not kept waiting for long. */
async function dropPartitions({ lease, pool, nowMs }: StepRun, table: PartitionedTable): Promise<number> {
  const keptFrom = firstKeptDay(nowMs, KEPT_MS[table]).toISOString().slice(0, 10).replaceAll('-', '')
  const partitions = await selectRows<{ name: string }>(lease, PARTITIONS, [table])
  const old = partitions.filter(({ name }) => /^\d{8}$/.test(name.slice(-8)) && name.slice(-8) < keptFrom)
  for (const { name } of old) {
    await inTransaction(lease, async () => {
      await lease.query(`SET LOCAL lock_timeout = '5s'`)
      await lease.query(`DROP TABLE IF EXISTS "${name}"`)
    })
  }
  if (old.length > 0) forgetPartitions(pool)
  return old.length
}
