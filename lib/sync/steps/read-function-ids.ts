import { selectRows } from '@/lib/server/db'
import type { StepRun } from '@/lib/sync/sync-step'

/** The ids of all functions of the region, gone ones too, by ARN. */
export async function readFunctionIds({ pool, place }: StepRun): Promise<Map<string, number>> {
  const sql = 'SELECT id, arn FROM lambda_function WHERE account_region_id = $1'
  const rows = await selectRows<{ id: number; arn: string }>(pool, sql, [place.id])
  return new Map(rows.map(({ id, arn }) => [arn, id]))
}
