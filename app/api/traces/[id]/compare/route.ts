import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getTraceComparison } from '@/lib/server/queries/get-trace-comparison'

export const GET = handle(API_ROUTES.compareTrace, ({ db, params, query }) =>
  getTraceComparison(db, params.id ?? '', query.with),
)
