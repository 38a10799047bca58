import { getSessionCookie } from 'better-auth/cookies'
import { type NextRequest, NextResponse } from 'next/server'

/**
 * Spares those without any session cookie a rendered page. It proves nothing: every page and route asks for the session
 * itself. Pages learn their own path from the header, so that signing in leads back to it.
 */
export function proxy(request: NextRequest) {
  const path = `${request.nextUrl.pathname}${request.nextUrl.search}`
  if (getSessionCookie(request, { cookiePrefix: 'lambdascope' }) === null) {
    const url = request.nextUrl.clone()
    url.pathname = '/sign-in'
    url.search = `?next=${encodeURIComponent(path)}`
    return NextResponse.redirect(url)
  }
  const headers = new Headers(request.headers)
  headers.set('x-lambdascope-path', path)
  return NextResponse.next({ request: { headers } })
}

export const config = { matcher: ['/((?!api/|_next/|sign-in|welcome|.*\\.[a-z0-9]+$).*)'] }
