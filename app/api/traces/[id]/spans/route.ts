import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { listSpans } from '@/lib/server/queries/list-spans'

export const GET = handle(API_ROUTES.listSpans, ({ db, params, query }) => listSpans(db, params.id ?? '', query.ids))
