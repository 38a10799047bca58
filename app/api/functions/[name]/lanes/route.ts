import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { listLanes } from '@/lib/server/queries/list-lanes'

export const GET = handle(API_ROUTES.listLanes, async ({ db, query, params, nowMs }) => {
  const identity = await getFunctionIdentity(db, params.name ?? '', query)
  return listLanes(db, identity, query, nowMs)
})
