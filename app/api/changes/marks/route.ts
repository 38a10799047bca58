import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { listChangeMarks } from '@/lib/server/queries/list-change-marks'

export const GET = handle(API_ROUTES.listChangeMarks, ({ db, query }) => listChangeMarks(db, query))
