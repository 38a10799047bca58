import { AppError } from '@/lib/server/app-error'
import { answerErrors } from '@/lib/server/http'

/** Whatever no other route answers: the error is JSON here as well, not a page. */
const answer = answerErrors(async (request) => {
  const { pathname } = new URL(request.url)
  throw new AppError('NOT_FOUND', `There is no ${request.method} ${pathname}. /api/openapi.json lists what there is.`)
})
export const GET = answer
export const POST = answer
export const PUT = answer
export const PATCH = answer
export const DELETE = answer
export const OPTIONS = answer
