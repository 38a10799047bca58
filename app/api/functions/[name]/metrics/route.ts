import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getFunctionMetrics } from '@/lib/server/queries/get-function-metrics'

export const GET = handle(API_ROUTES.getMetrics, async ({ db, query, params, nowMs }) => {
  const identity = await getFunctionIdentity(db, params.name ?? '', query)
  return getFunctionMetrics(db, identity, query, nowMs)
})
