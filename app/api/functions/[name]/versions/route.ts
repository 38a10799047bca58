import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getVersions } from '@/lib/server/queries/get-versions'

export const GET = handle(API_ROUTES.getVersions, async ({ db, query, params, nowMs }) => {
  const identity = await getFunctionIdentity(db, params.name ?? '', query)
  return getVersions(db, identity, query, nowMs)
})
