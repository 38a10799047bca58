import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { listLogPatterns } from '@/lib/server/queries/list-log-patterns'

export const GET = handle(API_ROUTES.listLogPatterns, ({ db, query }) => listLogPatterns(db, query))
