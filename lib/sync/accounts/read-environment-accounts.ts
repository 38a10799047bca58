import { readFile } from 'node:fs/promises'
import * as z from 'zod/mini'
import { AccountSettings } from '@/lib/contracts/accounts'
import type { Env } from '@/lib/server/env'
import { createClients } from '@/lib/sync/aws/clients'

/** regions may be left out: then they are those of LAMBDASCOPE_REGIONS, else the SDK's. */
const GivenAccounts = z.array(
  z.strictObject({ ...AccountSettings.shape, regions: z.optional(AccountSettings.shape.regions) }),
)

/**
 * The accounts that LAMBDASCOPE_ACCOUNTS names, as JSON or in a file; without it one account by the SDK's own
 * credentials. Throws an Error that says what is wrong with the setting.
 */
export async function readEnvironmentAccounts(env: Pick<Env, 'accounts' | 'regions'>): Promise<AccountSettings[]> {
  const given = env.accounts === null ? [{ name: 'default' }] : parseAccounts(await readJson(env.accounts))
  const accounts: AccountSettings[] = []
  for (const account of given) accounts.push({ ...account, regions: account.regions ?? (await findRegions(env)) })
  return accounts
}

type GivenAccount = Omit<AccountSettings, 'regions'> & { regions?: string[] }

function parseAccounts(value: unknown): GivenAccount[] {
  const parsed = GivenAccounts.safeParse(value)
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    throw new Error(`LAMBDASCOPE_ACCOUNTS is not usable. ${wrong.join('; ')}`)
  }
  const names = parsed.data.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new Error(`LAMBDASCOPE_ACCOUNTS names ${twice} twice. Give each account its own name.`)
  return parsed.data
}

async function readJson(setting: string): Promise<unknown> {
  try {
    return JSON.parse(setting.startsWith('[') ? setting : await readFile(setting, 'utf8'))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`LAMBDASCOPE_ACCOUNTS must be a JSON list of accounts, or the path of a file with one: ${reason}`)
  }
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
