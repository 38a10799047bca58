import { redirectTo } from '@/lib/server/auth/redirect-to'
import { signInByLink } from '@/lib/server/auth/sign-in-by-link'
import { answerErrors } from '@/lib/server/http'

/** The link that the start prints: signs the first admin in. What does not work leads to a page that says what to do. */
export const GET = answerErrors(async (request) => {
  const token = new URL(request.url).searchParams.get('token') ?? ''
  const cookies = token === '' ? null : await signInByLink(request, token)
  return cookies === null ? redirectTo('/sign-in?link=expired') : redirectTo('/overview', cookies)
})
