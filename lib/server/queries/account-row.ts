import type { AccountState, MonitoredAccount } from '@/lib/contracts/accounts'
import type { Db } from '@/lib/server/db'

export type AccountRow = NonNullable<Awaited<ReturnType<Db['prisma']['awsAccount']['findUnique']>>>

/** An account as an admin sees it. */
export function describeAccount(row: AccountRow): MonitoredAccount {
  const origin = row.origin === 'environment' ? 'environment' : 'api'
  const { roleArn, externalId, profile } = row
  return { ...describeAccountState(row), origin, roleArn, externalId, profile }
}

/** The same without what only an admin has to know. */
export function describeAccountState(row: AccountRow): AccountState {
  const { name, accountId, regions, paused, pausedBackfills, state, detail, stateAt } = row
  const stateAtMs = stateAt?.getTime() ?? null
  return { id: String(row.id), name, accountId, regions, paused, pausedBackfills, state, detail, stateAtMs }
}
