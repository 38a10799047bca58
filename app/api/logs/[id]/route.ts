import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getLogContext } from '@/lib/server/queries/get-log-context'

export const GET = handle(API_ROUTES.getLogContext, ({ db, params }) => getLogContext(db, params.id ?? ''))
