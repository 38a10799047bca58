import type pg from 'pg'

const SEED = `
  INSERT INTO sync_state AS old (account_region_id, step, subject, kind, next_run_at, target_from)
  SELECT DISTINCT account_region_id, 'logs', coalesce(log_group_name, '/aws/lambda/' || name), 'logs', $2::timestamptz, $3::timestamptz
  FROM lambda_function WHERE account_region_id = $1 AND gone_at IS NULL
  ON CONFLICT (account_region_id, step, subject) DO UPDATE SET target_from = least(old.target_from, excluded.target_from)`

/**
 * One logs step for each log group that a function writes to, shared groups once. One that exists only has its target moved
 * further back, never forward.
 */
export async function seedLogSteps(
  client: pg.ClientBase,
  placeId: number,
  nowMs: number,
  targetFromMs: number,
): Promise<void> {
  await client.query(SEED, [placeId, new Date(nowMs), new Date(targetFromMs)])
}
