import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getXrayExport } from '@/lib/server/queries/get-xray-export'

export const GET = handle(API_ROUTES.getXrayExport, ({ db, params, query, answerHeaders }) => {
  answerHeaders.set('content-disposition', 'attachment')
  return getXrayExport(db, params.id ?? '', query)
})
