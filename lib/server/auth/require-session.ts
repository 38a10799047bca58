import 'server-only'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { getAuth } from '@/lib/server/auth/get-auth'
import { type Role, roleOf } from '@/lib/server/auth/role'

export type PageSession = { userId: string; name: string; email: string; role: Role }

/** Who looks at the page; asked once per request. Sends whoever is not signed in to the sign-in page, and back after it. */
export const requireSession = cache(async (): Promise<PageSession> => {
  const requestHeaders = await headers()
  const auth = await getAuth()
  const found = await auth.api.getSession({ headers: requestHeaders })
  if (found === null) {
    const path = requestHeaders.get('x-lambdascope-path') ?? '/overview'
    redirect(`/sign-in?next=${encodeURIComponent(path)}`)
  }
  const { id, name, email, role } = found.user
  return { userId: id, name, email, role: roleOf(role) }
})
