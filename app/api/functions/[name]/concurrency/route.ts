import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getFunctionConcurrency } from '@/lib/server/queries/get-function-concurrency'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'

export const GET = handle(API_ROUTES.getFunctionConcurrency, async ({ db, query, params, nowMs }) => {
  const identity = await getFunctionIdentity(db, params.name ?? '', query)
  return getFunctionConcurrency(db, identity, query, nowMs)
})
