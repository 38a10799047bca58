import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getXrayExport } from '@/lib/server/queries/get-xray-export'

export const GET = handle(API_ROUTES.getXrayExport, async ({ db, params, query, answerHeaders }) => {
  const trace = await getXrayExport(db, params.id ?? '', query)
  // An error is no file to be kept.
  answerHeaders.set('content-disposition', 'attachment')
  return trace
})
