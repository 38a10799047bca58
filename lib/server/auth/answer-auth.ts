import 'server-only'
import { getAuth } from '@/lib/server/auth/get-auth'
import { secureCookie } from '@/lib/server/auth/secure-cookie'
import { requestOrigin } from '@/lib/server/request-origin'

/** Hands a request to the auth library under the origin that the browser sees, which it compares Origin headers with. */
export async function answerAuth(request: Request): Promise<Response> {
  const auth = await getAuth()
  const { pathname, search } = new URL(request.url)
  const origin = requestOrigin(request) ?? new URL(request.url).origin
  const response = await auth.handler(new Request(`${origin}${pathname}${search}`, request))
  return origin.startsWith('https:') ? withSecureCookies(response) : response
}

function withSecureCookies(response: Response): Response {
  const headers = new Headers(response.headers)
  headers.delete('set-cookie')
  for (const cookie of response.headers.getSetCookie()) headers.append('set-cookie', secureCookie(cookie))
  return new Response(response.body, { status: response.status, headers })
}
