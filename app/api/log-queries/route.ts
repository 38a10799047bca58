import { API_ROUTES } from '@/lib/server/api-routes'
import { askLogQuery } from '@/lib/server/commands/ask-log-query'
import { handle } from '@/lib/server/http'

export const POST = handle(API_ROUTES.askLogQuery, ({ db, body, nowMs }) => askLogQuery(db, body, nowMs))
