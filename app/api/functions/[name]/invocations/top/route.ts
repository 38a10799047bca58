import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { listTopInvocations } from '@/lib/server/queries/list-top-invocations'

export const GET = handle(API_ROUTES.listTopInvocations, async ({ db, query, params, nowMs }) => {
  const identity = await getFunctionIdentity(db, params.name ?? '', query)
  return listTopInvocations(db, identity, query, nowMs)
})
