import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getLogFreshness } from '@/lib/server/queries/get-log-freshness'

export const GET = handle(API_ROUTES.getLogFreshness, ({ db, query, nowMs }) => getLogFreshness(db, query, nowMs))
