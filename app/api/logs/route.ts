import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { listLogs } from '@/lib/server/queries/list-logs'

export const GET = handle(API_ROUTES.listLogs, ({ db, query, nowMs }) => listLogs(db, query, nowMs))
