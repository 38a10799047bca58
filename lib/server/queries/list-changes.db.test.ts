import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ListChangesRequest } from '@/lib/contracts/changes'
import { listChanges } from '@/lib/server/queries/list-changes'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { MINUTE, type SeededFunction, seedFunction, seedPlace, T0 } from '@/lib/server/testing/seed'

let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
  const ireland = await seedPlace(db, 'eu-west-1')
  const virginia = await seedPlace(db, 'us-east-1', '999988887777')
  await change(await seedFunction(db, ireland, 'orders-api'), 1, 'alias', 'live')
  await change(await seedFunction(db, ireland, 'Orders_100%'), 2, 'configuration', 'memory_mb')
  await change(await seedFunction(db, virginia, 'orders-worker'), 3, 'mapping', 'queue')
})

afterAll(async () => {
  await db?.close()
})

async function change(fn: SeededFunction, minute: number, kind: string, subject: string): Promise<void> {
  const at = new Date(T0 + minute * MINUTE)
  const data = { accountRegionId: fn.place.id, functionId: fn.id, kind, subject, at, knownAfter: at, noticedAt: at }
  await db.prisma.functionChange.create({ data })
}

async function list(more: Partial<ListChangesRequest>) {
  const { items, nextCursor } = await listChanges(
    db,
    { from: T0, to: T0 + 60 * MINUTE, limit: 10, ...more },
    T0 + 60 * MINUTE,
  )
  return { names: items.map(({ functionName }) => functionName), nextCursor }
}

it.each([
  [{}, ['orders-worker', 'Orders_100%', 'orders-api']],
  [{ search: 'ORDERS-' }, ['orders-worker', 'orders-api']],
  [{ search: '_100%' }, ['Orders_100%']],
  [{ group: 'deployments' as const }, ['orders-api']],
  [{ group: 'configuration' as const }, ['Orders_100%']],
  [{ group: 'triggers' as const }, ['orders-worker']],
  [{ region: 'eu-west-1,ap-south-1' }, ['Orders_100%', 'orders-api']],
  [{ accountId: '999988887777' }, ['orders-worker']],
  [{ functionName: 'orders-api' }, ['orders-api']],
])('%j leaves %j, newest first', async (more, names) => {
  expect((await list(more)).names).toEqual(names)
})

it('pages go on where the last one ended', async () => {
  const first = await list({ limit: 2 })
  expect(first.names).toHaveLength(2)
  const second = await list({ limit: 2, cursor: first.nextCursor ?? undefined })
  expect(second).toEqual({ names: ['orders-api'], nextCursor: null })
})
