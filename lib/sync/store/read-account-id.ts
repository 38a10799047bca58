import type pg from 'pg'
import { selectRows } from '@/lib/server/db'

const ACCOUNT = 'SELECT account_id AS "accountId" FROM account_region WHERE id = $1'

/** The account of an account-region; null where there is no such one. */
export async function readAccountId(client: pg.ClientBase, accountRegionId: number): Promise<string | null> {
  const [place] = await selectRows<{ accountId: string }>(client, ACCOUNT, [accountRegionId])
  return place?.accountId ?? null
}
