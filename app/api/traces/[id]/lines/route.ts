import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { listTraceLines } from '@/lib/server/queries/list-trace-lines'

export const GET = handle(API_ROUTES.listTraceLines, ({ db, params, query }) =>
  listTraceLines(db, params.id ?? '', query),
)
