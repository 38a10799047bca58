import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getFunctionSummary } from '@/lib/server/queries/get-function-summary'

export const GET = handle(API_ROUTES.getSummary, async ({ db, query, params, nowMs }) => {
  const identity = await getFunctionIdentity(db, params.name ?? '', query)
  return getFunctionSummary(db, identity, query, nowMs)
})
