import { API_ROUTES } from '@/lib/server/api-routes'
import { handle } from '@/lib/server/http'
import { listTraceVocabulary } from '@/lib/server/queries/list-trace-vocabulary'

export const GET = handle(API_ROUTES.listTraceVocabulary, ({ db, query }) => listTraceVocabulary(db, query))
