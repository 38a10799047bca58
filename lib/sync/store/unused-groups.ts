import type pg from 'pg'
import { selectRows } from '@/lib/server/db'
import { IDLE_AFTER_MS } from '@/lib/sync/metric-windows'
import type { StepRun } from '@/lib/sync/sync-step'

/** Metrics that were not read for so long tell of nothing. */
const WATCHED_MS = 10 * 60_000
/* Idle as the metrics see it: what RecentlyActive names is read at once, and wakes the group. */
const UNUSED = `
  SELECT EXISTS (SELECT 1 FROM api_state WHERE account_region_id = $1 AND operation = 'ListMetrics' AND state = 'ok')
    AND (SELECT count(*) = 2 FROM sync_state WHERE account_region_id = $1 AND step IN ('metrics', 'metric-list')
      AND subject = '' AND state = 'ok' AND last_ok_at >= $3)
    AND NOT EXISTS (
      SELECT 1 FROM lambda_function f JOIN metric_series m ON m.function_id = f.id AND m.metric = 'Invocations'
      WHERE f.account_region_id = $1 AND coalesce(f.log_group_name, '/aws/lambda/' || f.name) = $2 AND m.last_point_at >= $4
    ) AS unused`
const WAKE = `
  UPDATE sync_state s SET next_run_at = 'epoch'
  FROM (SELECT DISTINCT coalesce(log_group_name, '/aws/lambda/' || name) AS subject FROM lambda_function WHERE id = ANY($2)) AS g
  WHERE s.account_region_id = $1 AND s.step = 'logs' AND s.subject = g.subject AND s.state = 'ok'
    AND (s.cursor ->> 'isUnused')::bool`

/** Whether CloudWatch is seen to call none of a log group's functions, and would tell as soon as it does. */
export async function isUnusedGroup({ pool, place, subject, nowMs }: StepRun): Promise<boolean> {
  const values = [place.id, subject, new Date(nowMs - WATCHED_MS), new Date(nowMs - IDLE_AFTER_MS)]
  return (await selectRows<{ unused: boolean }>(pool, UNUSED, values))[0]?.unused === true
}

/** Has the log groups of these functions read at once that rest because nothing was called. */
export async function wakeUnusedGroups(
  client: pg.ClientBase,
  accountRegionId: number,
  functionIds: readonly number[],
): Promise<void> {
  if (functionIds.length > 0) await client.query(WAKE, [accountRegionId, functionIds])
}
