import { expect, it } from 'vitest'
import { closeWebDb } from '@/lib/server/testing/close-web-db'

const ORIGIN = 'http://127.0.0.1:3000'
// Nothing listens on the first port.
const NOBODY = 'postgresql://postgres@127.0.0.1:1/nobody'

function signIn(): Request {
  return new Request(`${ORIGIN}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { host: '127.0.0.1:3000', origin: ORIGIN, 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'admin@lambdascope.local', password: 'a guess of a password' }),
  })
}

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
  Reflect.deleteProperty(process.env, 'BETTER_AUTH_SECRET')
  await closeWebDb()
})
