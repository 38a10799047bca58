import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getSpanPlace } from '@/lib/server/queries/get-span-place'

export const GET = handle(API_ROUTES.getSpanPlace, ({ db, params, query }) =>
  getSpanPlace(db, { traceId: params.id ?? '', spanId: params.spanId ?? '', version: query.version }),
)
