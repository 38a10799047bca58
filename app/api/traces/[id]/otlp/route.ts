import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getOtlpExport } from '@/lib/server/queries/get-otlp-export'

export const GET = handle(API_ROUTES.getOtlpExport, async ({ db, params, query, answerHeaders }) => {
  const trace = await getOtlpExport(db, params.id ?? '', query)
  // An error is no file to be kept.
  answerHeaders.set('content-disposition', 'attachment')
  return trace
})
