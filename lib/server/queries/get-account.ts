import type { MonitoredAccount } from '@/lib/contracts/accounts'
import { AppError } from '@/lib/server/app-error'
import type { Db } from '@/lib/server/db'
import { type AccountRow, describeAccount } from '@/lib/server/queries/account-row'

const LARGEST_ID = 2 ** 31 - 1

/** One account. Throws NOT_FOUND. */
export async function getAccount(db: Db, id: string): Promise<MonitoredAccount> {
  return describeAccount(await findAccount(db, id))
}

/** The row of an account by the id of the API. Throws NOT_FOUND. */
export async function findAccount(db: Db, id: string): Promise<AccountRow> {
  const number = /^\d{1,10}$/.test(id) ? Number(id) : 0
  const row =
    number > 0 && number <= LARGEST_ID ? await db.prisma.awsAccount.findUnique({ where: { id: number } }) : null
  if (row === null) throw new AppError('NOT_FOUND', `There is no account ${id}. GET /api/accounts lists them.`)
  return row
}
