import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getLedger } from '@/lib/server/queries/get-ledger'

export const GET = handle(API_ROUTES.getLedger, ({ db, query, nowMs }) => getLedger(db, query, nowMs))
