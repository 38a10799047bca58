import { API_ROUTES } from '@/lib/server/api-routes'
import { saveRetention } from '@/lib/server/commands/save-retention'
import { handle } from '@/lib/server/http'
import { getRetention } from '@/lib/server/queries/get-retention'

export const GET = handle(API_ROUTES.getRetention, ({ db }) => getRetention(db))
export const PUT = handle(API_ROUTES.saveRetention, ({ db, body, nowMs }) => saveRetention(db, body, nowMs))
