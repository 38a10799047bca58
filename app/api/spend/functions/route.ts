import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { listFunctionSpend } from '@/lib/server/queries/list-function-spend'

export const GET = handle(API_ROUTES.listFunctionSpend, ({ db, query }) => listFunctionSpend(db, query))
