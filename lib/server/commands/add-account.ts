import type { AccountSettings, MonitoredAccount } from '@/lib/contracts/accounts'
import { checkAccount, orNameTaken } from '@/lib/server/commands/check-account'
import type { Db } from '@/lib/server/db'
import { describeAccount } from '@/lib/server/queries/account-row'

/** Adds an account; the workers begin with it within seconds. Throws CONFLICT when the name is taken, BAD_REQUEST. */
export async function addAccount(db: Db, settings: AccountSettings): Promise<MonitoredAccount> {
  checkAccount(settings)
  const data = { ...settings, regions: [...new Set(settings.regions)], origin: 'api' }
  return describeAccount(await orNameTaken(settings.name, db.prisma.awsAccount.create({ data })))
}
