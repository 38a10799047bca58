import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getTrace } from '@/lib/server/queries/get-trace'

export const GET = handle(API_ROUTES.getTrace, ({ db, params, query }) => getTrace(db, params.id ?? '', query))
