import { API_ROUTES } from '@/lib/server/api-routes'
import { lookUpTrace } from '@/lib/server/commands/look-up-trace'
import { handle } from '@/lib/server/http'

export const POST = handle(API_ROUTES.lookUpTrace, ({ db, params, nowMs }) => lookUpTrace(db, params.id ?? '', nowMs))
