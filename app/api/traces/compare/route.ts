import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { compareTraceGroups } from '@/lib/server/queries/list-trace-groups'

export const GET = handle(API_ROUTES.compareTraceGroups, ({ db, query, nowMs }) => compareTraceGroups(db, query, nowMs))
