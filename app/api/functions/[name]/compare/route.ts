import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getComparison } from '@/lib/server/queries/get-comparison'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'

export const GET = handle(API_ROUTES.getComparison, async ({ db, query, params, nowMs }) => {
  const identity = await getFunctionIdentity(db, params.name ?? '', query)
  return getComparison(db, identity, query, nowMs)
})
