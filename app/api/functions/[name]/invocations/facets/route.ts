import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getInvocationFacets } from '@/lib/server/queries/get-invocation-facets'

export const GET = handle(API_ROUTES.getInvocationFacets, async ({ db, query, params, nowMs }) => {
  const identity = await getFunctionIdentity(db, params.name ?? '', query)
  return getInvocationFacets(db, identity, query, nowMs)
})
