import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getHealth } from '@/lib/server/queries/get-health'

/** Without the database nothing works: 503, so that a load balancer sends people elsewhere. */
export const GET = handle(
  API_ROUTES.health,
  ({ db, nowMs }) => getHealth(db, nowMs),
  ({ database }) => (database.state === 'ok' ? 200 : 503),
)
