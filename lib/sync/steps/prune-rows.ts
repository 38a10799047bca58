import type pg from 'pg'
import { firstKeptMs, graphDays, type Retention } from '@/lib/domain/retention'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { markAllDays } from '@/lib/sync/store/mark-day-changes'
import { pruneStreams } from '@/lib/sync/store/prune-streams'
import type { StepRun } from '@/lib/sync/sync-step'

/** where: of rows r, from $1 on what goes. lock: of whoever may keep a row from going. */
type Table = { table: string; where: string; days: number; more?: number[]; lock?: string }

/** A statement takes few rows, and a run few statements of a table: what is left goes with the next look. */
const ROWS_AT_ONCE = 10_000
const MOST_STATEMENTS = 10
const WORKERS_KEPT_DAYS = 1
/** The spend chip tells by function of this month alone, and a fleet has thousands of them. */
const FUNCTION_USAGE_DAYS = 92
/* Groups that no function has written to for longer than their rollups are kept. */
const IS_FORGOTTEN_GROUP = `
  r.account_region_id = $2 AND r.step = 'logs' AND NOT EXISTS (
    SELECT 1 FROM lambda_function f WHERE f.account_region_id = $2 AND (f.gone_at IS NULL OR f.gone_at > $1)
      AND coalesce(f.log_group_name, '/aws/lambda/' || f.name) = r.subject
  )`
/* Slots are made of traces and hours of slots; hours and days outlive them. What has yet to be followed keeps its day. */
const IS_DETAIL = `
  r.at < $1 AND r.at < (SELECT p.graph_details_from FROM account_region p WHERE p.id = r.account_region_id)`
/** What of days is read once until it changes. */
const OF_DAYS = new Set(['invocation_day', 'invocation_week', 'cost_day', 'metric_week'])
/* No day of it is kept. */
const IS_OLD_WEEK = `r.at <= $1::timestamptz - interval '7 days'`
/* Of what is gone nothing is known any more, and nothing stored. */
const IS_EMPTY_SERIES = `
  r.account_region_id = $2 AND r.state = 'gone' AND (isempty(r.covered) OR upper(r.covered) < $1)
    AND NOT EXISTS (SELECT 1 FROM metric_hour h WHERE h.series_id = r.id)
    AND NOT EXISTS (SELECT 1 FROM metric_day d WHERE d.series_id = r.id)`

/**
 * Deletes what is older than its retention from tables whose rows are few a day. Answers how many, and whether there is
 * more than a run takes, as after a retention was shortened.
 */
export async function pruneRows(
  { lease, place, nowMs }: StepRun,
  retention: Retention,
): Promise<{ rows: number; hasMore: boolean }> {
  const { hourRollups, minuteRollups, metricPoints, apiUsage, traceDocuments } = retention
  const daily = ['invocation_day', 'cost_day', 'retry_hour', 'issue_hour', 'issue_day']
  const tables: Table[] = [
    ...daily.map((table) => ({ table, where: 'r.at < $1', days: hourRollups })),
    { table: 'invocation_week', where: IS_OLD_WEEK, days: hourRollups },
    { table: 'metric_week', where: IS_OLD_WEEK, days: metricPoints },
    // One that is just seen again is not taken away: its row is looked at again once the lock is there.
    { table: 'issue', where: 'r.last_seen_at < $1', days: hourRollups, lock: 'group-issues' },
    { table: 'graph_bucket', where: `${IS_DETAIL} AND r.minutes = 5`, days: traceDocuments },
    { table: 'graph_bucket', where: 'r.at < $1', days: graphDays(retention) },
    { table: 'graph_due', where: IS_DETAIL, days: traceDocuments },
    { table: 'issue_due', where: 'r.hour < $1', days: minuteRollups },
    { table: 'api_usage', where: 'r.hour < $1', days: apiUsage },
    { table: 'api_usage_function', where: 'r.day < $1', days: Math.min(apiUsage, FUNCTION_USAGE_DAYS) },
    { table: 'worker', where: 'r.seen_at < $1', days: WORKERS_KEPT_DAYS },
    { table: 'sync_state', where: IS_FORGOTTEN_GROUP, days: minuteRollups, more: [place.id] },
    { table: 'metric_series', where: IS_EMPTY_SERIES, days: metricPoints, more: [place.id] },
  ]
  const streamDays = Math.max(retention.logLines, retention.invocations) + 2
  let rows = await pruneStreams(lease, new Date(firstKeptMs(nowMs, streamDays)), ROWS_AT_ONCE)
  let hasMore = rows >= ROWS_AT_ONCE
  for (const table of tables) {
    const deleted = await deleteFrom(lease, table, [new Date(firstKeptMs(nowMs, table.days)), ...(table.more ?? [])])
    rows += deleted
    hasMore ||= deleted >= MOST_STATEMENTS * ROWS_AT_ONCE
  }
  return { rows, hasMore }
}

async function deleteFrom(
  lease: pg.ClientBase,
  { table, where, lock }: Table,
  values: readonly unknown[],
): Promise<number> {
  const sql = `
    DELETE FROM ${table} r WHERE ${where}
      AND r.ctid = ANY(ARRAY(SELECT r.ctid FROM ${table} r WHERE ${where} LIMIT ${ROWS_AT_ONCE}))`
  let rows = 0
  for (let statement = 0; statement < MOST_STATEMENTS; statement += 1) {
    const deleted = await inTransaction(lease, async () => {
      if (lock !== undefined) await lease.query('SELECT pg_advisory_xact_lock(hashtext($1))', [lock])
      const count = (await lease.query(sql, [...values])).rowCount ?? 0
      if (count > 0 && OF_DAYS.has(table)) await markAllDays(lease)
      return count
    })
    rows += deleted
    if (deleted < ROWS_AT_ONCE) break
  }
  return rows
}
