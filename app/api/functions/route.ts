import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { listFunctions } from '@/lib/server/queries/list-functions'

export const GET = handle(API_ROUTES.listFunctions, ({ db, query, nowMs }) => listFunctions(db, query, nowMs))
