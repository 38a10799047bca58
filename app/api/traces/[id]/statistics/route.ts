import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getTraceStatistics } from '@/lib/server/queries/get-trace-statistics'

export const GET = handle(API_ROUTES.getTraceStatistics, ({ db, params, query }) =>
  getTraceStatistics(db, params.id ?? '', query),
)
