import { readFile } from 'node:fs/promises'
import * as z from 'zod/mini'
import { AccountSettings } from '@/lib/contracts/accounts'
import type { NamedAccount } from '@/lib/domain/account-settings'

z.config(z.locales.en())

const NamedAccounts = z.array(
  z.strictObject({ ...AccountSettings.shape, regions: z.optional(AccountSettings.shape.regions) }),
)

/** The accounts of LAMBDASCOPE_ACCOUNTS: JSON, or the path of a file with it. Throws an Error that says what is wrong. */
export async function readNamedAccounts(setting: string): Promise<NamedAccount[]> {
  const parsed = NamedAccounts.safeParse(await readJson(setting))
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
