import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createApiToken } from '@/lib/server/commands/create-api-token'
import { closeWebDb } from '@/lib/server/testing/close-web-db'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { seedPlace } from '@/lib/server/testing/seed'

const ORIGIN = 'http://127.0.0.1:3000'
const ROLE = 'arn:aws:iam::123456789012:role/reader'

let db: TestDb
let admin: string
let viewer: string

beforeAll(async () => {
  db = await openTestDb()
  process.env.DATABASE_URL = db.url
  admin = await createApiToken(db, 'writer', 'admin')
  viewer = await createApiToken(db, 'reader', 'viewer')
})
beforeEach(() => db.pool.query('TRUNCATE account_region, aws_account CASCADE'))
afterAll(async () => {
  await closeWebDb()
  await db.close()
})

async function ask(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown, token = admin) {
  const one: Record<string, (request: Request) => Promise<Response>> = /\/accounts\/./.test(path)
    ? await import('@/app/api/accounts/[id]/route')
    : await import('@/app/api/accounts/route')
  const headers = { host: '127.0.0.1:3000', authorization: `Bearer ${token}` }
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const response = await one[method]?.(new Request(`${ORIGIN}${path}`, { method, headers, ...sent }))
  return { status: response?.status, body: await response?.json() }
}

const branch = { name: 'Branch', roleArn: ROLE, externalId: 'shop-1', regions: ['eu-west-1', 'us-east-1', 'eu-west-1'] }

it('adds, shows, changes and removes an account', async () => {
  const added = await ask('POST', '/api/accounts', branch)
  expect(added.status).toBe(200)
  expect(added.body).toMatchObject({ ...branch, regions: ['eu-west-1', 'us-east-1'], origin: 'api', state: 'waiting' })
  const path = `/api/accounts/${added.body.id}`
  expect((await ask('GET', '/api/accounts')).body).toEqual({ items: [added.body], nextCursor: null })
  const change = { name: 'Filiale', paused: true, pausedBackfills: ['traces', 'logs'] }
  expect((await ask('PATCH', path, change)).body).toMatchObject({ ...change, pausedBackfills: ['logs', 'traces'] })
  const place = await seedPlace(db)
  await db.prisma.accountRegion.update({ where: { id: place.id }, data: { awsAccountId: Number(added.body.id) } })
  expect((await ask('DELETE', path)).body).toEqual({ done: true })
  expect((await ask('GET', path)).status).toBe(404)
  const kept = await db.prisma.accountRegion.findUniqueOrThrow({ where: { id: place.id } })
  expect(kept).toMatchObject({ pulled: false, awsAccountId: null })
})

it('lets nobody but an admin see or change them', async () => {
  const { id } = (await ask('POST', '/api/accounts', branch)).body
  for (const [method, path, body] of [
    ['GET', '/api/accounts', undefined],
    ['POST', '/api/accounts', { ...branch, name: 'other' }],
    ['GET', `/api/accounts/${id}`, undefined],
    ['PATCH', `/api/accounts/${id}`, { paused: true }],
    ['DELETE', `/api/accounts/${id}`, undefined],
  ] as const) {
    expect((await ask(method, path, body, viewer)).status, `${method} ${path}`).toBe(403)
  }
})

it.each([
  ['a role that is none', { ...branch, roleArn: 'reader' }, 400, 'must be the ARN of a role'],
  ['an external ID without a role', { name: 'x', externalId: 'shop-1', regions: ['eu-west-1'] }, 400, 'roleArn'],
  ['a region that is none', { ...branch, regions: ['Europe'] }, 400, 'must be an AWS region'],
  ['no region', { ...branch, regions: [] }, 400, 'regions'],
  ['an unknown setting', { ...branch, secretKey: 'x' }, 400, 'secretKey'],
])('refuses %s', async (_name, body, status, text) => {
  const refused = await ask('POST', '/api/accounts', body)
  expect(refused.status).toBe(status)
  expect(refused.body.error.message).toContain(text)
})

it('refuses a name that is taken, and an account that does not exist', async () => {
  await ask('POST', '/api/accounts', branch)
  const other = (await ask('POST', '/api/accounts', { ...branch, name: 'other' })).body
  expect((await ask('POST', '/api/accounts', branch)).status).toBe(409)
  expect((await ask('PATCH', `/api/accounts/${other.id}`, { name: branch.name })).status).toBe(409)
  for (const id of ['0', '99999', '99999999999999999999', 'x'])
    expect((await ask('GET', `/api/accounts/${id}`)).status, id).toBe(404)
})

it('leaves what the environment names to the environment, but for pausing', async () => {
  const { id } = await db.prisma.awsAccount.create({
    data: { name: 'default', regions: ['eu-west-1'], origin: 'environment' },
  })
  const path = `/api/accounts/${id}`
  expect((await ask('PATCH', path, { regions: ['us-east-1'] })).status).toBe(409)
  expect((await ask('DELETE', path)).status).toBe(409)
  expect((await ask('PATCH', path, { paused: true })).body).toMatchObject({ paused: true })
})

it('refuses to pause the history of what has none', async () => {
  const { id } = (await ask('POST', '/api/accounts', branch)).body
  expect((await ask('PATCH', `/api/accounts/${id}`, { pausedBackfills: ['inventory'] })).status).toBe(400)
})
