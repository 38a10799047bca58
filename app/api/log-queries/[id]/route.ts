import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getLogQuery } from '@/lib/server/queries/get-log-query'

export const GET = handle(API_ROUTES.getLogQuery, ({ db, params }) => getLogQuery(db, params.id ?? ''))
