import type { ListViewsResponse, SavedView, ViewPage } from '@/lib/contracts/views'
import type { Db } from '@/lib/server/db'

type Row = { id: number; name: string; query: string; createdAt: Date }

/** The saved views of a page, by name. */
export async function listViews(db: Db, page: ViewPage): Promise<ListViewsResponse> {
  const rows = await db.prisma.savedView.findMany({ where: { page }, orderBy: { name: 'asc' } })
  return { items: rows.map(savedViewOf) }
}

/** A stored view as the API says it. */
export function savedViewOf({ id, name, query, createdAt }: Row): SavedView {
  return { id, name, query, createdAtMs: createdAt.getTime() }
}
