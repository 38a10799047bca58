import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getTraceComparison } from '@/lib/server/queries/get-trace-comparison'

export const GET = handle(API_ROUTES.compareTraces, ({ db, query }) => getTraceComparison(db, query))
