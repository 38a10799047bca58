import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { listInvocations } from '@/lib/server/queries/list-invocations'

export const GET = handle(API_ROUTES.listInvocations, async ({ db, query, params, nowMs }) => {
  const identity = await getFunctionIdentity(db, params.name ?? '', query)
  return listInvocations(db, identity, query, nowMs)
})
