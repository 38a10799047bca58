import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getMap } from '@/lib/server/queries/get-map'

export const GET = handle(API_ROUTES.getMap, ({ db, query, nowMs }) => getMap(db, query, nowMs))
