import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getCost } from '@/lib/server/queries/get-cost'

export const GET = handle(API_ROUTES.getCost, ({ db, query, nowMs }) => getCost(db, query, nowMs))
