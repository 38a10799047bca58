import type pg from 'pg'
import type { AccountSettings } from '@/lib/domain/account-settings'
import { inTransaction } from '@/lib/sync/store/in-transaction'

const STORE = `
  INSERT INTO aws_account AS a (name, role_arn, external_id, profile, regions, origin)
  SELECT name, "roleArn", "externalId", profile, regions, 'environment' FROM jsonb_to_recordset($1::jsonb)
    AS r(name text, "roleArn" text, "externalId" text, profile text, regions text[])
  ON CONFLICT (name) DO UPDATE SET role_arn = excluded.role_arn, external_id = excluded.external_id,
    profile = excluded.profile, regions = excluded.regions, origin = 'environment'`
const UNNAMED = `origin = 'environment' AND name <> ALL($1)`
const STOP_PULLING = `
  UPDATE account_region SET pulled = false
  WHERE aws_account_id IN (SELECT id FROM aws_account WHERE ${UNNAMED})`

/**
 * Makes the accounts that come from the environment be exactly these. Whether one is paused stays as it is; those that
 * were added through the API stay, unless one of the same name is given here.
 */
export async function storeEnvironmentAccounts(pool: pg.Pool, accounts: readonly AccountSettings[]): Promise<void> {
  const names = [accounts.map(({ name }) => name)]
  const client = await pool.connect()
  try {
    await inTransaction(client, async () => {
      await client.query(STORE, [JSON.stringify(accounts)])
      await client.query(STOP_PULLING, names)
      await client.query(`DELETE FROM aws_account WHERE ${UNNAMED}`, names)
    })
  } finally {
    client.release()
  }
}
