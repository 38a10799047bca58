import type { AccountState, ListAccountsResponse } from '@/lib/contracts/accounts'
import type { Db } from '@/lib/server/db'
import { describeAccount, describeAccountState } from '@/lib/server/queries/account-row'

/** The accounts that are pulled or paused, in the order in which they were added. */
export async function listAccounts(db: Db): Promise<ListAccountsResponse> {
  const rows = await db.prisma.awsAccount.findMany({ orderBy: { id: 'asc' } })
  return { items: rows.map(describeAccount), nextCursor: null }
}

/** The same without what only an admin has to know. */
export async function listAccountStates(db: Db): Promise<AccountState[]> {
  const rows = await db.prisma.awsAccount.findMany({ orderBy: { id: 'asc' } })
  return rows.map(describeAccountState)
}
