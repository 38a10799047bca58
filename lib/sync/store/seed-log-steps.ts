import type pg from 'pg'
import { selectRows } from '@/lib/server/db'
import { seedStates } from '@/lib/sync/store/seed-states'

const GROUPS = `
  SELECT DISTINCT coalesce(log_group_name, '/aws/lambda/' || name) AS subject
  FROM lambda_function WHERE account_region_id = $1 AND gone_at IS NULL`

/** One logs step for each log group that a function writes to, shared groups once. */
export async function seedLogSteps(
  client: pg.ClientBase,
  placeId: number,
  nowMs: number,
  targetFromMs: number,
): Promise<void> {
  const groups = await selectRows<{ subject: string }>(client, GROUPS, [placeId])
  const seeds = groups.map(({ subject }) => {
    return { step: 'logs', subject, kind: 'logs' as const, nextRunAtMs: nowMs, targetFromMs }
  })
  await seedStates(client, placeId, seeds)
}
