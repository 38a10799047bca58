import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getPlan } from '@/lib/server/queries/get-plan'

export const GET = handle(API_ROUTES.getPlan, ({ db, query, nowMs }) => getPlan(db, query, nowMs))
