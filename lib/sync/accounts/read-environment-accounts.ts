import type { AccountSettings } from '@/lib/domain/account-settings'
import type { Env } from '@/lib/server/env'
import { readNamedAccounts } from '@/lib/server/read-named-accounts'
import { createClients } from '@/lib/sync/aws/clients'

/**
 * The accounts that LAMBDASCOPE_ACCOUNTS names; without it one account by the SDK's own credentials. Throws an Error that
 * says what is wrong with the setting.
 */
export async function readEnvironmentAccounts(env: Pick<Env, 'accounts' | 'regions'>): Promise<AccountSettings[]> {
  const named = env.accounts === null ? [{ name: 'default' }] : await readNamedAccounts(env.accounts)
  const accounts: AccountSettings[] = []
  for (const account of named) accounts.push({ ...account, regions: account.regions ?? (await findRegions(env)) })
  return accounts
}

async function findRegions({ regions }: Pick<Env, 'regions'>): Promise<string[]> {
  if (regions.length > 0) return regions
  const clients = createClients(undefined)
  try {
    return [await clients.lambda.config.region()]
  } finally {
    clients.destroy()
  }
}
