import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getTraceGraph } from '@/lib/server/queries/get-trace-graph'

export const GET = handle(API_ROUTES.getTraceGraph, ({ db, params, query }) =>
  getTraceGraph(db, params.id ?? '', query),
)
