import { afterAll, beforeAll, expect, it } from 'vitest'
import { DEFAULT_RETENTION } from '@/lib/domain/retention'
import { createApiToken } from '@/lib/server/commands/create-api-token'
import { closeWebDb } from '@/lib/server/testing/close-web-db'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'

const URL = 'http://127.0.0.1:3000/api/retention'
let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
  process.env.DATABASE_URL = db.url
})

afterAll(async () => {
  await closeWebDb()
  await db.close()
})

async function ask(method: 'GET' | 'PUT', token: string, body?: unknown) {
  const route = await import('@/app/api/retention/route')
  const headers = { host: '127.0.0.1:3000', authorization: `Bearer ${token}` }
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const response = await route[method](new Request(URL, { method, headers, ...sent }))
  return { status: response.status, body: await response.json() }
}

it('shows everyone how long data is kept, and lets an admin alone change it', async () => {
  const [admin, editor, viewer] = await Promise.all(
    (['admin', 'editor', 'viewer'] as const).map((role) => createApiToken(db, role, role)),
  )
  expect(await ask('GET', viewer ?? '')).toEqual({ status: 200, body: DEFAULT_RETENTION })
  expect((await ask('PUT', editor ?? '', { logLines: 14 })).status).toBe(403)
  const changed = { ...DEFAULT_RETENTION, logLines: 14 }
  expect(await ask('PUT', admin ?? '', { logLines: 14 })).toEqual({ status: 200, body: changed })
  const refused = await ask('PUT', admin ?? '', { logLines: 60 })
  expect(refused).toMatchObject({ status: 400, body: { error: { message: expect.stringContaining('minuteRollups') } } })
  expect((await ask('PUT', admin ?? '', { rows: 1 })).status).toBe(400)
  expect((await ask('GET', viewer ?? '')).body).toEqual(changed)
})
