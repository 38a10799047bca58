import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { listTraceGroups } from '@/lib/server/queries/list-trace-groups'

export const GET = handle(API_ROUTES.listTraceGroups, ({ db, query, nowMs }) => listTraceGroups(db, query, nowMs))
