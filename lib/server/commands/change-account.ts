import type { ChangeAccountRequest, MonitoredAccount } from '@/lib/contracts/accounts'
import { AppError } from '@/lib/server/app-error'
import { checkAccount, orNameTaken } from '@/lib/server/commands/check-account'
import type { Db } from '@/lib/server/db'
import { describeAccount } from '@/lib/server/queries/account-row'
import { findAccount } from '@/lib/server/queries/get-account'

/** What resumed is due at once. */
const WAKE = `
  UPDATE sync_state s SET backfill_at = 'epoch' FROM account_region p
  WHERE p.id = s.account_region_id AND p.aws_account_id = $1 AND s.kind = ANY($2) AND s.target_from IS NOT NULL`

/**
 * Changes what is named; the workers notice within seconds. An account of the environment can only be paused here. Throws
 * NOT_FOUND, CONFLICT for a name that is taken or a setting that the environment owns, BAD_REQUEST.
 */
export async function changeAccount(db: Db, id: string, change: ChangeAccountRequest): Promise<MonitoredAccount> {
  const before = await findAccount(db, id)
  const { paused, pausedBackfills, ...settings } = change
  if (before.origin === 'environment' && Object.keys(settings).length > 0) {
    throw new AppError(
      'CONFLICT',
      `${before.name} comes from the environment (LAMBDASCOPE_ACCOUNTS or LAMBDASCOPE_REGIONS). Change it there and restart; here it can be paused.`,
    )
  }
  checkAccount({ ...before, ...settings })
  const isElsewhere = settings.roleArn !== undefined || settings.profile !== undefined
  const data = {
    ...settings,
    ...(settings.regions === undefined ? {} : { regions: [...new Set(settings.regions)] }),
    // Other credentials may be those of another account: the worker finds out.
    ...(isElsewhere ? { accountId: null, state: 'waiting', detail: null } : {}),
    ...(paused === undefined ? {} : { paused }),
    ...(pausedBackfills === undefined ? {} : { pausedBackfills: [...new Set(pausedBackfills)].sort() }),
  }
  const after = await orNameTaken(change.name, db.prisma.awsAccount.update({ where: { id: before.id }, data }))
  const resumed = before.pausedBackfills.filter((kind) => !after.pausedBackfills.includes(kind))
  if (resumed.length > 0) await db.pool.query(WAKE, [before.id, resumed])
  return describeAccount(after)
}
