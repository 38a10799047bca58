import { AppError } from '@/lib/server/app-error'
import type { Db } from '@/lib/server/db'

/** Deletes a saved view. Throws NOT_FOUND when there is none of that ID. */
export async function deleteView(db: Db, idText: string): Promise<void> {
  const id = /^\d{1,9}$/.test(idText) ? Number(idText) : 0
  const { count } = await db.prisma.savedView.deleteMany({ where: { id } })
  if (count === 0) throw new AppError('NOT_FOUND', 'There is no such view. Someone may have deleted it already.')
}
