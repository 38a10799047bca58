import 'server-only'
import { getAuth } from '@/lib/server/auth/get-auth'
import { secureCookie } from '@/lib/server/auth/secure-cookie'
import { requestOrigin } from '@/lib/server/request-origin'

/** The cookies of a session of the first admin for the token of a printed link; null when it is wrong or has expired. */
export async function signInByLink(request: Request, token: string): Promise<string[] | null> {
  const auth = await getAuth()
  const { response, headers } = await auth.api.signInByLink({
    body: { token },
    headers: request.headers,
    returnHeaders: true,
  })
  if (!response.signedIn) return null
  const cookies = headers.getSetCookie()
  return requestOrigin(request)?.startsWith('https:') ? cookies.map(secureCookie) : cookies
}
