import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getOtlpExport } from '@/lib/server/queries/get-otlp-export'

export const GET = handle(API_ROUTES.getOtlpExport, ({ db, params, query, answerHeaders }) => {
  answerHeaders.set('content-disposition', 'attachment')
  return getOtlpExport(db, params.id ?? '', query)
})
