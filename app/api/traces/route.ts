import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { listTraces } from '@/lib/server/queries/list-traces'

export const GET = handle(API_ROUTES.listTraces, ({ db, query, nowMs }) => listTraces(db, query, nowMs))
