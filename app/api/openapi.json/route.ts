import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { buildOpenApi } from '@/lib/server/openapi/build-open-api'

export const GET = handle(API_ROUTES.getOpenApi, async () => buildOpenApi())
