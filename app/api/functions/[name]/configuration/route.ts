import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getConfiguration } from '@/lib/server/queries/get-configuration'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'

export const GET = handle(API_ROUTES.getConfiguration, async ({ db, query, params, nowMs }) => {
  const identity = await getFunctionIdentity(db, params.name ?? '', query)
  return getConfiguration(db, identity, query, nowMs)
})
