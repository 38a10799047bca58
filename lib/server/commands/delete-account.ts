import { AppError } from '@/lib/server/app-error'
import type { Db } from '@/lib/server/db'
import { findAccount } from '@/lib/server/queries/get-account'

/**
 * Stops pulling an account for good. What was stored of it stays until its retention ends. Throws NOT_FOUND, and CONFLICT
 * for one that the environment names.
 */
export async function deleteAccount(db: Db, id: string): Promise<void> {
  const account = await findAccount(db, id)
  if (account.origin === 'environment') {
    throw new AppError(
      'CONFLICT',
      `${account.name} comes from the environment. Take it out there and restart, or pause it here.`,
    )
  }
  await db.prisma.$transaction([
    db.prisma.accountRegion.updateMany({ where: { awsAccountId: account.id }, data: { pulled: false } }),
    db.prisma.awsAccount.delete({ where: { id: account.id } }),
  ])
}
