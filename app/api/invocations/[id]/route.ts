import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getInvocation } from '@/lib/server/queries/get-invocation'

export const GET = handle(API_ROUTES.getInvocation, ({ db, params }) => getInvocation(db, params.id ?? ''))
