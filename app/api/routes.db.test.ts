import { readdirSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ErrorResponse } from '@/lib/contracts/error'
import { API_ROUTES } from '@/lib/server/api-routes'
import { hashToken } from '@/lib/server/auth/hash-token'
import { createApiToken } from '@/lib/server/commands/create-api-token'
import { cursorOf } from '@/lib/server/cursor'
import { closeWebDb } from '@/lib/server/testing/close-web-db'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { HOUR, seedFunction, seedInvocations, seedPartitions, seedPlace, T0 } from '@/lib/server/testing/seed'

const APP = path.join(import.meta.dirname, '..')
const ORIGIN = 'http://127.0.0.1:3000'
const ADMIN = 'admin-token-of-this-test-0123456789!#$%&()'
const LINK = 'token-of-the-printed-link'

type Handler = (request: Request) => Promise<Response>
type FoundRoute = { method: string; path: string; handler: Handler }

let db: TestDb
let routes: FoundRoute[]
let viewer: string

beforeAll(async () => {
  db = await openTestDb()
  process.env.DATABASE_URL = db.url
  process.env.LAMBDASCOPE_ADMIN_TOKEN = ADMIN
  await seedPartitions(db)
  const fn = await seedFunction(db, await seedPlace(db), 'orders')
  await seedInvocations(db, fn, [{ atMs: T0 }])
  await db.prisma.signInLink.create({ data: { tokenHash: hashToken(LINK), expiresAt: new Date(Date.now() + HOUR) } })
  await db.prisma.signInLink.create({ data: { tokenHash: hashToken('old'), expiresAt: new Date(Date.now() - 1) } })
  viewer = await createApiToken(db, 'reader', 'viewer')
  routes = await findRoutes()
})
afterAll(async () => {
  await closeWebDb()
  await db.close()
})

/** Every handler below app/, from the file system, so that none can be left out. */
async function findRoutes(): Promise<FoundRoute[]> {
  const files = readdirSync(APP, { recursive: true, encoding: 'utf8' }).filter(
    (file) => path.basename(file) === 'route.ts',
  )
  const found: FoundRoute[] = []
  for (const file of files) {
    const module: Record<string, Handler> = await import(path.join(APP, file))
    const url = `/${path.dirname(file).replaceAll('[', '{').replaceAll(']', '}')}`
    for (const [method, handler] of Object.entries(module)) found.push({ method, path: url, handler })
  }
  return found
}

function routeOf(method: string, pathTemplate: string): Handler {
  const found = routes.find((route) => route.method === method && route.path === pathTemplate)
  if (found === undefined) throw new Error(`No ${method} ${pathTemplate}`)
  return found.handler
}

function requestOf(
  method: string,
  pathTemplate: string,
  init: { query?: string; headers?: Record<string, string>; body?: unknown } = {},
) {
  const url = `${ORIGIN}${pathTemplate.replace('{name}', 'orders').replaceAll(/\{[^}]+\}/g, 'x')}${init.query ?? ''}`
  const headers = { host: '127.0.0.1:3000', ...init.headers }
  const body = init.body === undefined ? {} : { body: JSON.stringify(init.body) }
  return new Request(url, { method, headers, ...body })
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const WINDOW = `?from=${T0}&to=${T0 + HOUR}`
const UNKNOWN = '/api/{...all}'
const OPEN = ['/api/health', '/api/auth/{...all}', '/welcome', UNKNOWN]

describe('every route', () => {
  it('stands in the registry that openapi.json is written from, and the other way round', () => {
    const built = routes.filter(({ path }) => /^\/api\/(?!auth\/)/.test(path) && path !== UNKNOWN)
    const registered = Object.values(API_ROUTES).map((route) => `${route.method} ${route.path}`)
    expect(built.map((route) => `${route.method} ${route.path}`).sort()).toEqual(registered.sort())
    expect(built.length).toBeGreaterThan(15)
  })

  it('refuses whoever is not signed in, by whatever means', async () => {
    const credentials: Record<string, string>[] = [
      {},
      bearer('lsc_wrong'),
      { authorization: 'Basic YWRtaW46YWRtaW4=' },
      { cookie: 'lambdascope.session_token=forged.signature; lambdascope.session_data=forged' },
    ]
    const closed = routes.filter((route) => !OPEN.includes(route.path))
    expect(closed.length).toBeGreaterThan(14)
    for (const route of closed) {
      for (const headers of credentials) {
        const response = await route.handler(requestOf(route.method, route.path, { query: WINDOW, headers }))
        expect(`${route.method} ${route.path} ${response.status}`).toBe(`${route.method} ${route.path} 401`)
        expect(response.headers.get('cache-control')).toBe('private, no-store')
        const { error } = ErrorResponse.parse(await response.json())
        expect(error.requestId).toBe(response.headers.get('x-request-id'))
      }
    }
  })

  it('answers health without a token and without secrets', async () => {
    const response = await routeOf('GET', '/api/health')(requestOf('GET', '/api/health'))
    expect(response.status).toBe(200)
    expect(await response.text()).not.toContain(new URL(db.url).password || 'postgresql:')
  })

  it('answers those who may ask', async () => {
    const paths = [
      '/api/functions',
      '/api/functions/{name}/summary',
      '/api/functions/{name}/metrics',
      '/api/functions/{name}/invocations',
      '/api/traces',
      '/api/spend',
    ]
    for (const template of paths) {
      const response = await routeOf(
        'GET',
        template,
      )(requestOf('GET', template, { query: WINDOW, headers: bearer(viewer) }))
      expect(`${template} ${response.status}`).toBe(`${template} 200`)
    }
    for (const template of [
      '/api/functions/{name}',
      '/api/functions/{name}/qualifiers',
      '/api/sync',
      '/api/openapi.json',
    ]) {
      const response = await routeOf('GET', template)(requestOf('GET', template, { headers: bearer(ADMIN) }))
      expect(`${template} ${response.status}`).toBe(`${template} 200`)
    }
  })
})

describe('what is asked', () => {
  it.each(['/api/traces/{id}/xray', '/api/traces/{id}/otlp'])('is no file when %s has none', async (template) => {
    const response = await routeOf('GET', template)(requestOf('GET', template, { headers: bearer(viewer) }))
    expect(response.status).toBe(400)
    expect(response.headers.get('content-disposition')).toBeNull()
  })

  const ask = async (template: string, query: string) => {
    const response = await routeOf('GET', template)(requestOf('GET', template, { query, headers: bearer(viewer) }))
    return { status: response.status, error: response.ok ? null : ErrorResponse.parse(await response.json()).error }
  }

  it.each([
    ['?from=1&to=2&what=3', 'what'],
    ['?to=2', 'from is missing'],
    ['?from=&to=2', 'from is missing'],
    ['?from=1&from=2&to=3', 'more than once'],
    ['?from=a&to=2', 'from'],
    ['?from=1.5&to=2', 'from'],
    ['?from=1&to=2&limit=1001', 'limit'],
    ['?from=2&to=1', 'later than from'],
    ['?from=1&to=8640000000000001', 'to'],
    ['?from=1&to=2&bogus=', 'bogus'],
    ['?from=1&to=2&region=a%00b', '%00'],
    [`?from=1&to=2&cursor=${cursorOf(['a', 2 ** 31])}`, 'cursor'],
    [`?from=1&to=2&cursor=${cursorOf(['a\0', 1])}`, 'cursor'],
  ])('is refused with the reason: %s', async (query, reason) => {
    const { status, error } = await ask('/api/functions', query)
    expect(status).toBe(400)
    expect(error?.message).toContain(reason)
  })

  it('takes an empty parameter that it knows for one left out', async () => {
    expect((await ask('/api/functions', `${WINDOW}&region=`)).status).toBe(200)
  })

  it('is refused for a NUL in a name and for a cursor beyond the last moment', async () => {
    const ofName = new Request(`${ORIGIN}/api/functions/a%00b`, { headers: bearer(viewer) })
    expect((await routeOf('GET', '/api/functions/{name}')(ofName)).status).toBe(400)
    const cursor = cursorOf(['newest', 8.64e15 + 1, 'a', 1])
    expect((await ask('/api/traces', `${WINDOW}&cursor=${cursor}`)).status).toBe(400)
  })

  it('is told in JSON that an operation does not exist', async () => {
    const methods = routes.filter((route) => route.path === UNKNOWN).map((route) => route.method)
    expect(methods.sort()).toEqual(['DELETE', 'GET', 'OPTIONS', 'PATCH', 'POST', 'PUT'])
    for (const method of methods) {
      const response = await routeOf(method, UNKNOWN)(requestOf(method, '/api/nothing'))
      expect(response.status).toBe(404)
      expect(ErrorResponse.parse(await response.json()).error.code).toBe('NOT_FOUND')
    }
  })

  it('is told where a filter cannot be read', async () => {
    const { status, error } = await ask('/api/traces', `${WINDOW}&filter=${encodeURIComponent('fault AND nonsense')}`)
    expect({ status, position: error?.position }).toEqual({ status: 400, position: 10 })
  })

  it('is answered 404 or 409 with what to do', async () => {
    expect((await ask('/api/invocations/{id}', '')).status).toBe(400)
    const there = await seedPlace(db, 'us-east-1')
    await seedFunction(db, there, 'orders')
    const ambiguous = await ask('/api/functions/{name}/summary', WINDOW)
    expect(ambiguous.status).toBe(409)
    expect(ambiguous.error?.candidates).toHaveLength(2)
    expect((await ask('/api/functions/{name}/summary', `${WINDOW}&region=eu-west-1`)).status).toBe(200)
    expect((await ask('/api/functions/{name}/summary', `${WINDOW}&region=eu-west-1&qualifier=nope`)).status).toBe(404)
  })
})

describe('signing in', () => {
  const cookiesOf = (response: Response) =>
    response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ')
  const welcome = (token: string, headers = {}) =>
    routeOf('GET', '/welcome')(requestOf('GET', '/welcome', { query: `?token=${token}`, headers }))

  it('works by the printed link, again and again until it expires, for one and the same admin', async () => {
    const responses = await Promise.all([welcome(LINK), welcome(LINK)])
    for (const response of responses) {
      expect(response.headers.get('location')).toBe('/overview')
      const asked = await routeOf(
        'GET',
        '/api/sync',
      )(requestOf('GET', '/api/sync', { headers: { cookie: cookiesOf(response) } }))
      expect(asked.status).toBe(200)
    }
    expect(await db.prisma.user.count()).toBe(1)
    expect(await db.prisma.session.count()).toBe(2)
  })

  it('does not work by a wrong or an old link', async () => {
    for (const token of ['wrong', 'old', '']) {
      const response = await welcome(token)
      expect(response.headers.get('location')).toBe('/sign-in?link=expired')
      expect(response.headers.getSetCookie()).toEqual([])
    }
  })

  it('sends its cookies back through HTTPS only when they came through it', async () => {
    expect((await welcome(LINK)).headers.getSetCookie().some((cookie) => /secure/i.test(cookie))).toBe(false)
    const secure = await welcome(LINK, { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'scope.example' })
    expect(secure.headers.getSetCookie().every((cookie) => /; secure/i.test(cookie))).toBe(true)
  })

  it('works by password once one is set, which only our own pages can do', async () => {
    const cookie = cookiesOf(await welcome(LINK))
    const set = (headers: Record<string, string>, body: unknown) =>
      routeOf('POST', '/api/account/password')(requestOf('POST', '/api/account/password', { headers, body }))
    const password = 'correct horse battery'
    expect((await set({ cookie }, { password })).status).toBe(403)
    expect((await set({ cookie, origin: 'https://evil.example' }, { password })).status).toBe(403)
    expect((await set(bearer(ADMIN), { password })).status).toBe(403)
    expect((await set({ cookie, origin: ORIGIN }, { password: 'short' })).status).toBe(400)
    expect((await set({ cookie, origin: ORIGIN }, { password })).status).toBe(200)
    expect((await set({ cookie, origin: ORIGIN }, { password: `${password} staple` })).status).toBe(400)
    const signIn = (given: string, headers = {}) =>
      routeOf(
        'POST',
        '/api/auth/{...all}',
      )(
        new Request(`${ORIGIN}/api/auth/sign-in/email`, {
          method: 'POST',
          headers: { host: '127.0.0.1:3000', origin: ORIGIN, 'content-type': 'application/json', ...headers },
          body: JSON.stringify({ email: 'admin@lambdascope.local', password: given }),
        }),
      )
    expect((await signIn('not the password')).status).toBe(401)
    const signedIn = await signIn(password)
    expect(signedIn.status).toBe(200)
    expect(cookiesOf(signedIn)).toContain('lambdascope.session_token')
  })

  it('ends with signing out', async () => {
    const before = await db.prisma.session.count()
    const cookie = cookiesOf(await welcome(LINK))
    const headers = { cookie, origin: ORIGIN }
    const response = await routeOf('POST', '/api/sign-out')(requestOf('POST', '/api/sign-out', { headers }))
    expect(response.status).toBe(200)
    expect(await db.prisma.session.count()).toBe(before)
    expect(response.headers.getSetCookie().join()).toMatch(/lambdascope\.session_token=;/)
  })

  it('cannot be had by signing up', async () => {
    const response = await routeOf(
      'POST',
      '/api/auth/{...all}',
    )(
      new Request(`${ORIGIN}/api/auth/sign-up/email`, {
        method: 'POST',
        headers: { origin: ORIGIN, 'content-type': 'application/json' },
        body: JSON.stringify({
          name: 'Eve',
          email: 'eve@example.com',
          password: 'correct horse battery',
          role: 'admin',
        }),
      }),
    )
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(await db.prisma.user.count()).toBe(1)
  })
})

describe('tokens', () => {
  it('stop working when they are revoked, and note when they were used', async () => {
    const token = await createApiToken(db, 'short-lived', 'viewer')
    const ask = () => routeOf('GET', '/api/sync')(requestOf('GET', '/api/sync', { headers: bearer(token) }))
    expect((await ask()).status).toBe(200)
    expect((await db.prisma.apiToken.findUnique({ where: { name: 'short-lived' } }))?.lastUsedAt).not.toBeNull()
    await db.prisma.apiToken.update({ where: { name: 'short-lived' }, data: { revokedAt: new Date() } })
    expect((await ask()).status).toBe(401)
  })

  it('are kept as a hash only, under a name of their own', async () => {
    const stored = JSON.stringify(await db.prisma.apiToken.findMany())
    expect(stored).not.toContain(viewer)
    expect(viewer).toMatch(/^lsc_[\w-]{43}$/)
    await expect(createApiToken(db, 'reader', 'admin')).rejects.toMatchObject({ code: 'CONFLICT' })
  })
})
