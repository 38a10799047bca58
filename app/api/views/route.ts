import { API_ROUTES } from '@/lib/server/api-routes'
import { saveView } from '@/lib/server/commands/save-view'
import { handle } from '@/lib/server/http'
import { listViews } from '@/lib/server/queries/list-views'

export const GET = handle(API_ROUTES.listViews, ({ db, query }) => listViews(db, query.page))
export const POST = handle(API_ROUTES.saveView, ({ db, body }) => saveView(db, body))
