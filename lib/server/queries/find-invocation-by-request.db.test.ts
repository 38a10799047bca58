import { afterAll, beforeAll, expect, it } from 'vitest'
import { findInvocationByRequest } from '@/lib/server/queries/find-invocation-by-request'
import { getInvocation } from '@/lib/server/queries/get-invocation'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { seedFunction, seedInvocations, seedPartitions, seedPlace, seedStream, T0 } from '@/lib/server/testing/seed'

const RETRIED = 'c6af9ac6-7b61-11e6-9a41-93e812345678'

let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  const fn = await seedFunction(db, await seedPlace(db), 'retried')
  const streamId = await seedStream(db, fn, 'environment')
  await seedInvocations(db, fn, [
    { streamId, requestId: RETRIED, atMs: T0, durationMs: 10, result: 'error' },
    { streamId, requestId: RETRIED, atMs: T0 + 60_000, durationMs: 10 },
  ])
})

afterAll(() => db.close())

it('finds the newest of several attempts, however the ID is written', async () => {
  const id = await findInvocationByRequest(db, ` ${RETRIED.toUpperCase()} `)
  expect(id).not.toBeNull()
  expect(await getInvocation(db, id ?? '')).toMatchObject({ requestId: RETRIED, atMs: T0 + 60_000 })
})

it('knows nothing of other IDs and of text that is none', async () => {
  expect(await findInvocationByRequest(db, 'c6af9ac6-7b61-11e6-9a41-000000000000')).toBeNull()
  expect(await findInvocationByRequest(db, 'orders-api')).toBeNull()
})
