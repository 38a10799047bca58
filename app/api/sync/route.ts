import { API_ROUTES } from '@/lib/server/api-routes'
import { readEnv } from '@/lib/server/env'
import { handle } from '@/lib/server/http'
import { getSyncOverview } from '@/lib/server/queries/get-sync-overview'

export const GET = handle(API_ROUTES.getSync, ({ db, nowMs }) => getSyncOverview(db, readEnv(), nowMs))
