import type { SavedView, SaveViewRequest } from '@/lib/contracts/views'
import { AppError } from '@/lib/server/app-error'
import type { Db } from '@/lib/server/db'
import { savedViewOf } from '@/lib/server/queries/list-views'

const MOST_VIEWS = 200

/** Saves a view of a page under a name; one of that name is replaced. Throws CONFLICT when the page has 200. */
export async function saveView(db: Db, { page, name, query }: SaveViewRequest): Promise<SavedView> {
  const others = await db.prisma.savedView.count({ where: { page, name: { not: name } } })
  if (others >= MOST_VIEWS) throw new AppError('CONFLICT', `A page has ${MOST_VIEWS} views at most. Delete one first.`)
  const saved = await db.prisma.savedView.upsert({
    where: { page_name: { page, name } },
    create: { page, name, query },
    update: { query },
  })
  return savedViewOf(saved)
}
