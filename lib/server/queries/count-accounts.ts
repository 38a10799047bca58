import { type Db, selectRows } from '@/lib/server/db'

/** Of how many accounts anything is pulled. */
export async function countAccounts(db: Db): Promise<number> {
  const [found] = await selectRows<{ accounts: number }>(
    db.pool,
    'select count(distinct account_id)::int as accounts from account_region',
    [],
  )
  return found?.accounts ?? 0
}
