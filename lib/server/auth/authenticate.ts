import { createHash, timingSafeEqual } from 'node:crypto'
import { getAuth } from '@/lib/server/auth/get-auth'
import { type Role, roleOf } from '@/lib/server/auth/role'
import { acceptApiToken } from '@/lib/server/commands/accept-api-token'
import { readEnv } from '@/lib/server/env'
import { webDb } from '@/lib/server/web-db'

/** Who asks. setCookies: what the answer must carry so that a session in use does not expire. */
export type Caller = {
  kind: 'session' | 'token'
  role: Role
  userId: string | null
  setCookies: readonly string[]
}

/** The caller behind a request's bearer token or session cookie; null when it has neither, or one that is not good. */
export async function authenticate(headers: Headers, nowMs: number): Promise<Caller | null> {
  const authorization = headers.get('authorization')
  if (authorization !== null) return authenticateToken(authorization, nowMs)
  if (!headers.has('cookie')) return null
  const auth = await getAuth()
  const { response, headers: answered } = await auth.api.getSession({ headers, returnHeaders: true })
  if (response === null) return null
  const { user } = response
  return { kind: 'session', role: roleOf(user.role), userId: user.id, setCookies: answered.getSetCookie() }
}

async function authenticateToken(authorization: string, nowMs: number): Promise<Caller | null> {
  const token = /^Bearer ([\x21-\x7e]{1,4000})$/i.exec(authorization)?.[1]
  if (token === undefined) return null
  const { adminToken } = readEnv()
  if (adminToken !== null && isSame(token, adminToken)) return tokenCaller('admin')
  const role = await acceptApiToken(webDb(), token, nowMs)
  return role === null ? null : tokenCaller(role)
}

function tokenCaller(role: Role): Caller {
  return { kind: 'token', role, userId: null, setCookies: [] }
}

/** Compared as hashes of one length, in a time that tells nothing of how much agrees. */
function isSame(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}
