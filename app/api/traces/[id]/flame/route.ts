import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getTraceFlame } from '@/lib/server/queries/get-trace-flame'

export const GET = handle(API_ROUTES.getTraceFlame, ({ db, params, query }) =>
  getTraceFlame(db, params.id ?? '', query),
)
