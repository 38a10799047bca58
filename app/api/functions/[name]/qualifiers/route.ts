import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { listQualifiers } from '@/lib/server/queries/list-qualifiers'

export const GET = handle(API_ROUTES.listQualifiers, async ({ db, query, params }) => {
  const { id } = await getFunctionIdentity(db, params.name ?? '', query)
  return { items: await listQualifiers(db, id), nextCursor: null }
})
