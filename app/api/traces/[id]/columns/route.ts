import { after } from 'next/server'
import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { getTraceColumns } from '@/lib/server/queries/get-trace-columns'
import { readStoredTrace } from '@/lib/server/queries/read-stored-trace'

export const GET = handle(API_ROUTES.getTraceColumns, async ({ db, params, query }) => {
  const id = params.id ?? ''
  const columns = await getTraceColumns(db, id, query.version)
  // Details of spans are read from the documents: they are at hand when one is asked for.
  after(() => readStoredTrace(db, id))
  return columns
})
