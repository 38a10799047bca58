import { webDb } from '@/lib/server/web-db'

/** Closes what the web process keeps for its life, and forgets it: the next test file has a database of its own. */
export async function closeWebDb(): Promise<void> {
  await webDb().close()
  Reflect.deleteProperty(globalThis, 'lambdascopeWebDb')
  Reflect.deleteProperty(globalThis, 'lambdascopeAuth')
  Reflect.deleteProperty(process.env, 'DATABASE_URL')
}
