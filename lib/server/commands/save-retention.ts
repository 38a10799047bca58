import type { SaveRetentionRequest } from '@/lib/contracts/retention'
import { explainConflict, type Retention } from '@/lib/domain/retention'
import { AppError } from '@/lib/server/app-error'
import type { Db } from '@/lib/server/db'
import { getRetention } from '@/lib/server/queries/get-retention'

/**
 * Sets for how many days the given kinds are kept; others stay as they are. The worker drops what is older within the
 * hour. Answers all of them. Throws BAD_REQUEST for numbers that do not go together.
 */
export async function saveRetention(db: Db, request: SaveRetentionRequest, nowMs: number): Promise<Retention> {
  const wanted = { ...(await getRetention(db)), ...request }
  const conflict = explainConflict(wanted)
  if (conflict !== null) throw new AppError('BAD_REQUEST', conflict)
  for (const [kind, days] of Object.entries(request)) {
    const changed = { days, changedAt: new Date(nowMs) }
    await db.prisma.retention.upsert({ where: { kind }, create: { kind, ...changed }, update: changed })
  }
  return wanted
}
