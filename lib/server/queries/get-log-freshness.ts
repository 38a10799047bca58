import type { LogFreshnessRequest, LogFreshnessResponse } from '@/lib/contracts/logs'
import { type Db, selectRows } from '@/lib/server/db'
import { listPlaceIds } from '@/lib/server/queries/list-place-ids'

const SQL = `
  SELECT count(*)::int AS groups, (percentile_disc(0.5) WITHIN GROUP (ORDER BY behind))::float8 AS "behindMs",
    max(behind)::float8 AS "slowestMs", (array_agg(subject ORDER BY behind DESC))[1] AS "slowestGroup"
  FROM (
    SELECT s.subject, greatest(0, round(extract(epoch FROM $1 - upper(s.covered)) * 1000)) AS behind
    FROM sync_state s JOIN account_region p ON p.id = s.account_region_id
    WHERE s.step = 'logs' AND p.pulled AND NOT isempty(s.covered)
      AND ($2::int[] IS NULL OR p.id = ANY($2))
      AND CASE WHEN $3::text IS NULL THEN NOT coalesce((s.cursor ->> 'isUnused')::bool, false) ELSE s.subject IN (
        SELECT coalesce(f.log_group_name, '/aws/lambda/' || f.name) FROM lambda_function f WHERE f.name = $3) END
  ) AS read`

/** How far behind now the stored log lines are, by the end of what was read of each log group; of all together, those count that are used. */
export async function getLogFreshness(
  db: Db,
  { functionName, ...scope }: LogFreshnessRequest,
  nowMs: number,
): Promise<LogFreshnessResponse> {
  const values = [new Date(nowMs), await listPlaceIds(db, scope), functionName ?? null]
  const [row] = await selectRows<LogFreshnessResponse>(db.pool, SQL, values)
  return row ?? { groups: 0, behindMs: null, slowestMs: null, slowestGroup: null }
}
