import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getPerformance } from '@/lib/server/queries/get-performance'

export const GET = handle(API_ROUTES.getPerformance, async ({ db, query, params, nowMs }) => {
  const identity = await getFunctionIdentity(db, params.name ?? '', query)
  return getPerformance(db, identity, query, nowMs)
})
