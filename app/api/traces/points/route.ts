import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { listTracePoints } from '@/lib/server/queries/list-trace-points'

export const GET = handle(API_ROUTES.listTracePoints, ({ db, query, nowMs }) => listTracePoints(db, query, nowMs))
