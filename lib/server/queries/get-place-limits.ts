import { type Db, selectRows } from '@/lib/server/db'

/** The account's concurrency in one region, as AWS said last; null: it has not. */
export type PlaceLimits = { accountLimit: number | null; pool: number | null }

/** The limit of concurrent executions, and what of it no function has reserved. */
export async function getPlaceLimits(db: Db, accountRegionId: number): Promise<PlaceLimits> {
  const [row] = await selectRows<PlaceLimits>(
    db.pool,
    `select concurrency_limit as "accountLimit", unreserved_concurrency as pool from account_region where id = $1`,
    [accountRegionId],
  )
  return row ?? { accountLimit: null, pool: null }
}
