import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getSpend } from '@/lib/server/queries/get-spend'

export const GET = handle(API_ROUTES.getSpend, ({ db, query }) => getSpend(db, query))
