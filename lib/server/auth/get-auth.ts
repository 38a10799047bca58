import 'server-only'
import { type Auth, createAuth } from '@/lib/server/auth/create-auth'
import { ensureAuthSecret } from '@/lib/server/commands/ensure-auth-secret'
import { readEnv } from '@/lib/server/env'
import { webDb } from '@/lib/server/web-db'

const holder = globalThis as typeof globalThis & { lambdascopeAuth?: Promise<Auth> }

/** The web process's one auth library. A failed start (no database yet) is tried again by the next request. */
export function getAuth(): Promise<Auth> {
  holder.lambdascopeAuth ??= startAuth().catch((error: unknown) => {
    delete holder.lambdascopeAuth
    throw error
  })
  return holder.lambdascopeAuth
}

async function startAuth(): Promise<Auth> {
  const db = webDb()
  return createAuth(db, readEnv().authSecret ?? (await ensureAuthSecret(db)))
}
