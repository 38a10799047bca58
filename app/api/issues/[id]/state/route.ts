import { API_ROUTES } from '@/lib/server/api-routes'
import { setIssueState } from '@/lib/server/commands/set-issue-state'
import { handle } from '@/lib/server/http'

export const POST = handle(API_ROUTES.setIssueState, ({ db, body, params, nowMs }) =>
  setIssueState(db, params.id ?? '', body.state, nowMs),
)
