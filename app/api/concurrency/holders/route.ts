import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { listHolders } from '@/lib/server/queries/list-holders'

export const GET = handle(API_ROUTES.listHolders, ({ db, query }) => listHolders(db, query))
