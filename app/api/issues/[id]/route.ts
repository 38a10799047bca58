import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getIssue } from '@/lib/server/queries/get-issue'

export const GET = handle(API_ROUTES.getIssue, ({ db, query, params, nowMs }) =>
  getIssue(db, params.id ?? '', query, nowMs),
)
