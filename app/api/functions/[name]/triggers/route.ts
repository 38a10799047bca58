import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getTriggers } from '@/lib/server/queries/get-triggers'

export const GET = handle(API_ROUTES.getTriggers, async ({ db, query, params, nowMs }) => {
  const identity = await getFunctionIdentity(db, params.name ?? '', query)
  return getTriggers(db, identity, query, nowMs)
})
