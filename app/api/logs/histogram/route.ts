import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getLogHistogram } from '@/lib/server/queries/get-log-histogram'

export const GET = handle(API_ROUTES.getLogHistogram, ({ db, query }) => getLogHistogram(db, query))
