import { firstKeptMs, graphDays, type Retention, type RetentionKind } from '@/lib/domain/retention'
import { selectRows } from '@/lib/server/db'
import { getRetention } from '@/lib/server/queries/get-retention'
import { reachOf } from '@/lib/sync/retention'
import { pruneRows } from '@/lib/sync/steps/prune-rows'
import {
  ensurePartitions,
  forgetPartitions,
  PARTITIONED_TABLES,
  type PartitionedTable,
} from '@/lib/sync/store/ensure-partitions'
import { isGoingBack } from '@/lib/sync/store/going-back-sql'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { isLockTimeout } from '@/lib/sync/store/is-lock-timeout'
import { markAllDays, putDayChangesTogether } from '@/lib/sync/store/mark-day-changes'
import type { StepRun, SyncStep } from '@/lib/sync/sync-step'

const HOUR_MS = 3_600_000
const EVERY_MS = HOUR_MS
const RETRY_MS = 60_000
const DAY_MS = 86_400_000
const DAYS_AHEAD = 2
const KINDS: Readonly<Record<PartitionedTable, RetentionKind>> = {
  log_event: 'logLines',
  log_block: 'logLines',
  invocation: 'invocations',
  invocation_minute: 'minuteRollups',
  invocation_hour: 'hourRollups',
  metric_hour: 'metricPoints',
  metric_day: 'metricPoints',
  trace: 'traces',
  trace_documents: 'traceDocuments',
  trace_function: 'traces',
  trace_graph: 'traceDocuments',
  sync_run: 'syncRuns',
}
const PARTITIONS = `
  SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = to_regclass($1) ORDER BY c.relname`
/*
 * A minute's rollup is made of all of its invocations: a day stays while a group that is on its way back reads it, or may
 * come to it before the next look. Days that it has yet to come to are read into partitions of their own.
 */
const IS_BEING_READ = `
  SELECT EXISTS (
    SELECT 1 FROM sync_state s
    WHERE s.step = 'logs' AND s.target_from < $2 AND NOT s.covered @> tstzrange(greatest($1, s.target_from), $2)
      AND s.covered && tstzrange($1, $2::timestamptz + interval '2 days') AND ${isGoingBack('s', '$3')}
  ) AS reading`
/* What failed on a day is grouped into issues from its invocations. */
const IS_UNGROUPED = `
  SELECT EXISTS (
    SELECT FROM issue_due d JOIN account_region p ON p.id = d.account_region_id
    WHERE p.pulled AND d.hour >= $1 AND d.hour < $2
  ) AS ungrouped`
/*
 * Since when graphs are whole. Hours are made of the graphs of all their traces: a day with changes that the worker has not
 * followed yet stays, for all account-regions, because they share the partitions.
 */
const UNCOVER_GRAPHS = `
  UPDATE account_region SET graphs_from = greatest(graphs_from, $2),
    graph_details_from = greatest(graph_details_from, least($1, (
      SELECT min(date_bin('1 day', d.at, 'epoch')) FROM graph_due d JOIN account_region p ON p.id = d.account_region_id
      WHERE p.pulled AND d.at >= p.graph_details_from AND d.at < $1
    )))
  WHERE graphs_from < $2 OR graph_details_from < $1`
const GRAPHS_NEEDED = `
  SELECT (extract(epoch FROM least($1, min(graph_details_from))) * 1000)::float8 AS "fromMs" FROM account_region WHERE pulled`
const DETAIL: ReadonlySet<PartitionedTable> = new Set(['log_event', 'log_block', 'invocation'])
/* What is no longer kept is not known any more: a minute that stayed covered would read as a count of zero. */
const UNCOVER_SERIES = `
  UPDATE metric_series SET covered = covered * tstzmultirange(tstzrange($1, NULL)) WHERE lower(covered) < $1`
/* Nor is it aimed at: a target that stayed behind would never be reached. */
const UNCOVER_STEPS = `
  UPDATE sync_state SET covered = covered * tstzmultirange(tstzrange($2, NULL)),
    target_from = CASE WHEN target_from < $3 THEN $3 ELSE target_from END
  WHERE step = $1 AND (lower(covered) < $2 OR target_from < $3)`

/** Drops what is older than its retention, whole days at a time where tables are partitioned, and makes the next days. */
export const prune: SyncStep = {
  name: 'prune',
  kind: 'inventory',
  deadlineMs: 10 * 60_000,
  async run(run) {
    const { pool, nowMs } = run
    await ensurePartitions(pool, PARTITIONED_TABLES, { fromMs: nowMs, toMs: nowMs + DAYS_AHEAD * DAY_MS })
    const retention = await getRetention({ pool })
    await uncover(run, retention)
    let rows = 0
    let busy = false
    for (const table of PARTITIONED_TABLES) {
      const dropped = await dropPartitions(run, table, retention)
      rows += dropped.partitions
      busy ||= dropped.busy
    }
    const pruned = await pruneRows(run, retention)
    await putDayChangesTogether(run.lease)
    rows += pruned.rows
    busy ||= pruned.hasMore
    return { state: 'ok', detail: null, nextRunAtMs: nowMs + (busy ? RETRY_MS : EVERY_MS), rows }
  },
}

/**
 * Before anything is dropped, and for all account-regions, because they share the partitions. Backfills do not read it
 * again: none goes further back than the retention, which is never before the first day that is kept.
 */
async function uncover({ lease, nowMs }: StepRun, retention: Retention): Promise<void> {
  const keptFrom = (kind: RetentionKind) => new Date(firstKeptMs(nowMs, retention[kind]))
  await lease.query(UNCOVER_SERIES, [keptFrom('metricPoints')])
  const reach = reachOf(retention)
  for (const step of ['logs', 'metrics', 'traces'] as const) {
    const kept = { logs: 'minuteRollups', metrics: 'metricPoints', traces: 'traces' } as const
    const aim = new Date(firstKeptMs(nowMs, reach[step] / DAY_MS))
    await lease.query(UNCOVER_STEPS, [step, keptFrom(kept[step]), aim])
  }
  const graphsFrom = new Date(firstKeptMs(nowMs, graphDays(retention)))
  await lease.query(UNCOVER_GRAPHS, [keptFrom('traceDocuments'), graphsFrom])
}

/**
 * A partition goes when its whole day is older than the retention. Readers are not kept waiting for long: one that is used
 * all the time (busy) stays until the next look, and the others go without it.
 */
async function dropPartitions(
  run: StepRun,
  table: PartitionedTable,
  retention: Retention,
): Promise<{ partitions: number; busy: boolean }> {
  const { lease, pool } = run
  const keptFromMs = await findFirstKept(run, table, retention)
  let partitions = 0
  let busy = false
  for (const { name } of await selectRows<{ name: string }>(lease, PARTITIONS, [table])) {
    const dayMs = dayOfPartition(name)
    if (dayMs === null || dayMs >= keptFromMs) continue
    if (DETAIL.has(table) && (await isBeingRead(run, dayMs))) continue
    if (table === 'invocation' && (await isUngrouped(run, dayMs))) continue
    const isDropped = await dropPartition(lease, name)
    busy ||= !isDropped
    partitions += isDropped ? 1 : 0
  }
  if (partitions > 0) forgetPartitions(pool)
  return { partitions, busy }
}

async function findFirstKept(
  { lease, nowMs }: StepRun,
  table: PartitionedTable,
  retention: Retention,
): Promise<number> {
  const keptFromMs = firstKeptMs(nowMs, retention[KINDS[table]])
  if (table !== 'trace_graph') return keptFromMs
  const [row] = await selectRows<{ fromMs: number }>(lease, GRAPHS_NEEDED, [new Date(keptFromMs)])
  return row?.fromMs ?? keptFromMs
}

async function dropPartition(lease: StepRun['lease'], name: string): Promise<boolean> {
  try {
    await inTransaction(lease, async () => {
      await lease.query(`SET LOCAL lock_timeout = '5s'`)
      await lease.query(`DROP TABLE IF EXISTS "${name}"`)
      await markAllDays(lease)
    })
    return true
  } catch (error) {
    if (!isLockTimeout(error)) throw error
    return false
  }
}

function dayOfPartition(name: string): number | null {
  const [, year, month, day] = /_(\d{4})(\d{2})(\d{2})$/.exec(name) ?? []
  return day === undefined ? null : Date.UTC(Number(year), Number(month) - 1, Number(day))
}

async function isUngrouped({ lease }: StepRun, dayMs: number): Promise<boolean> {
  const bounds = [new Date(dayMs), new Date(dayMs + DAY_MS)]
  return (await selectRows<{ ungrouped: boolean }>(lease, IS_UNGROUPED, bounds))[0]?.ungrouped ?? true
}

/** Whether a backfill has still to read lines that are folded with those of that day. */
async function isBeingRead({ lease, nowMs }: StepRun, dayMs: number): Promise<boolean> {
  const around = [new Date(dayMs - HOUR_MS), new Date(dayMs + DAY_MS + HOUR_MS), new Date(nowMs)]
  return (await selectRows<{ reading: boolean }>(lease, IS_BEING_READ, around))[0]?.reading ?? true
}
