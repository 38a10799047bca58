import 'server-only'
import { type Db, openDb } from '@/lib/server/db'
import { readEnv } from '@/lib/server/env'

const holder = globalThis as typeof globalThis & { lambdascopeWebDb?: Db }

/** The web process's one pool. Kept on globalThis: `next dev` loads modules again on every change. */
export function webDb(): Db {
  holder.lambdascopeWebDb ??= openDb(readEnv().databaseUrl)
  return holder.lambdascopeWebDb
}
