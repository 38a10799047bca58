import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getSpanDetail } from '@/lib/server/queries/get-span-detail'

export const GET = handle(API_ROUTES.getSpan, ({ db, params, query }) =>
  getSpanDetail(db, params.id ?? '', params.spanId ?? '', query),
)
