import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { listIssues } from '@/lib/server/queries/list-issues'

export const GET = handle(API_ROUTES.listIssues, ({ db, query, nowMs }) => listIssues(db, query, nowMs))
