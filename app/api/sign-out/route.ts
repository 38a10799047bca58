import { API_ROUTES } from '@/lib/server/api-routes'
import { getAuth } from '@/lib/server/auth/get-auth'
import { handle } from '@/lib/server/http'

export const POST = handle(API_ROUTES.signOut, async ({ request, answerHeaders }) => {
  const auth = await getAuth()
  const { headers } = await auth.api.signOut({ headers: request.headers, returnHeaders: true })
  answerHeaders.delete('set-cookie')
  for (const cookie of headers.getSetCookie()) answerHeaders.append('set-cookie', cookie)
  return { done: true as const }
})
