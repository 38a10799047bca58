import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { estimateLogQuery } from '@/lib/server/queries/estimate-log-query'

export const GET = handle(API_ROUTES.estimateLogQuery, ({ db, query }) => estimateLogQuery(db, query))
