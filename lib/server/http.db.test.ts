import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { API_ROUTES } from '@/lib/server/api-routes'
import { createApiToken } from '@/lib/server/commands/create-api-token'
import { closeWebDb } from '@/lib/server/testing/close-web-db'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'

// The errors below are meant; the log is opened when it is first imported.
process.env.LOG_LEVEL = 'silent'
const { handle } = await import('@/lib/server/http')

let db: TestDb
const request = (path: string, headers = {}) => new Request(`http://127.0.0.1:3000${path}`, { headers })

beforeAll(async () => {
  db = await openTestDb()
  process.env.DATABASE_URL = db.url
})
afterAll(async () => {
  await closeWebDb()
  await db.close()
})

describe('handle', () => {
  it('answers an unknown error without its text', async () => {
    const failing = handle(API_ROUTES.health, async () => {
      throw new Error('the password is hunter2')
    })
    const response = await failing(request('/api/health'))
    const text = await response.text()
    expect(response.status).toBe(500)
    expect(text).not.toContain('hunter2')
    expect(text).toContain(response.headers.get('x-request-id'))
  })

  it('sends cookies of a request that came through HTTPS through HTTPS only, also with an error', async () => {
    const failing = handle({ ...API_ROUTES.health }, async ({ answerHeaders }) => {
      answerHeaders.append('set-cookie', 'a=b; Path=/')
      throw new Error('enough')
    })
    const response = await failing(request('/api/health', { 'x-forwarded-proto': 'https' }))
    expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(/; secure/i)])
  })

  it('says that the database is away when it is', async () => {
    const failing = handle(API_ROUTES.health, async () => {
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    })
    expect((await failing(request('/api/health'))).status).toBe(503)
  })

  it('lets no role do what a higher one is needed for', async () => {
    const closed = handle({ ...API_ROUTES.getSync, role: 'editor' }, async () => {
      throw new Error('not reached')
    })
    const asked = async (role: 'viewer' | 'editor') =>
      (await closed(request('/api/sync', { authorization: `Bearer ${await createApiToken(db, role, role)}` }))).status
    expect(await asked('viewer')).toBe(403)
    expect(await asked('editor')).toBe(500)
  })

  it('decodes a path segment once', async () => {
    const names: (string | undefined)[] = []
    const echo = handle({ ...API_ROUTES.getInvocation, role: null }, async ({ params }) => {
      names.push(params.id)
      throw new Error('enough')
    })
    await echo(request('/api/invocations/a%2Fb%2520c'))
    expect(names).toEqual(['a/b%20c'])
    expect((await echo(request('/api/invocations/%E0%A4%A'))).status).toBe(400)
  })

  it('does not answer what its own contract does not allow', async () => {
    const wrong = handle(API_ROUTES.health, async () => ({ status: 'fine' }) as never)
    expect((await wrong(request('/api/health'))).status).toBe(500)
  })
})
