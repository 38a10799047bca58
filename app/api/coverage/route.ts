import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getScopeCoverage } from '@/lib/server/queries/get-scope-coverage'

export const GET = handle(API_ROUTES.getCoverage, ({ db, query, nowMs }) => getScopeCoverage(db, query, nowMs))
