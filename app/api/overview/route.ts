import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getOverview } from '@/lib/server/queries/get-overview'

export const GET = handle(API_ROUTES.getOverview, ({ db, query, nowMs }) => getOverview(db, query, nowMs))
