import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { listChanges } from '@/lib/server/queries/list-changes'

export const GET = handle(API_ROUTES.listChanges, ({ db, query, nowMs }) => listChanges(db, query, nowMs))
