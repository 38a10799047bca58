import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getFunctionDetail } from '@/lib/server/queries/get-function-detail'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'

export const GET = handle(API_ROUTES.getFunction, async ({ db, query, params }) =>
  getFunctionDetail(db, await getFunctionIdentity(db, params.name ?? '', query)),
)
