import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { listSpanIds } from '@/lib/server/queries/list-span-ids'

export const GET = handle(API_ROUTES.listSpanIds, ({ db, params, query }) => listSpanIds(db, params.id ?? '', query))
