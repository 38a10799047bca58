import { afterAll, beforeAll, expect, it } from 'vitest'
import { createAuth } from '@/lib/server/auth/create-auth'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'

const ORIGIN = 'http://127.0.0.1:3000'
// Nothing listens on the first port.
const NOBODY = 'postgresql://postgres@127.0.0.1:1/nobody'

let db: TestDb
beforeAll(async () => {
  db = await openTestDb()
})
afterAll(() => db.close())

function signIn(headers: Record<string, string> = {}): Request {
  return new Request(`${ORIGIN}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { host: '127.0.0.1:3000', origin: ORIGIN, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ email: 'admin@lambdascope.local', password: 'a guess of a password' }),
  })
}

it('counts guesses together, whatever address they say that they come from', async () => {
  const auth = createAuth(db, 's'.repeat(32))
  // The library limits in production alone unless told.
  const { rateLimit } = await auth.$context
  rateLimit.enabled = true
  const statuses: number[] = []
  for (const index of [1, 2, 3, 4]) {
    statuses.push((await auth.handler(signIn({ 'x-forwarded-for': `203.0.113.${index}` }))).status)
  }
  expect(statuses).toEqual([401, 401, 401, 429])
})

it('says that the database is away when it is', async () => {
  process.env.DATABASE_URL = NOBODY
  process.env.LOG_LEVEL = 'silent'
  const [welcome, answer] = await Promise.all([import('@/app/welcome/route'), import('@/app/api/auth/[...all]/route')])
  const asked = [() => welcome.GET(new Request(`${ORIGIN}/welcome?token=any`)), () => answer.POST(signIn())]
  for (const secret of [undefined, 's'.repeat(32)]) {
    if (secret !== undefined) process.env.BETTER_AUTH_SECRET = secret
    for (const ask of asked) {
      const response = await ask()
      expect(response.status).toBe(503)
      expect(await response.json()).toMatchObject({ error: { code: 'UNAVAILABLE' } })
    }
  }
  const { webDb } = await import('@/lib/server/web-db')
  await webDb().close()
})
