import { API_ROUTES } from '@/lib/server/api-routes'
import { deleteView } from '@/lib/server/commands/delete-view'
import { handle } from '@/lib/server/http'

export const DELETE = handle(API_ROUTES.deleteView, async ({ db, params }) => {
  await deleteView(db, params.id ?? '')
  return { done: true as const }
})
