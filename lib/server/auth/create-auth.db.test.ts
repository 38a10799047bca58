import { afterAll, beforeAll, expect, it } from 'vitest'
import { createAuth } from '@/lib/server/auth/create-auth'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'

const ORIGIN = 'http://127.0.0.1:3000'

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
