import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { seedFunction, seedPlace, T0 } from '@/lib/server/testing/seed'
import { seedLogSteps } from '@/lib/sync/store/seed-log-steps'

let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
})

afterAll(() => db.close())

it('moves the target of a group further back when the backfill grows, and never forward', async () => {
  const place = await seedPlace(db)
  await seedFunction(db, place, 'orders')
  const seed = async (targetFromMs: number) => {
    const client = await db.pool.connect()
    await seedLogSteps(client, place.id, T0, targetFromMs)
    client.release()
    const { rows } = await db.pool.query('SELECT subject, target_from AS "targetFrom" FROM sync_state')
    return rows
  }
  const subject = '/aws/lambda/orders'
  expect(await seed(T0 - 1_000)).toEqual([{ subject, targetFrom: new Date(T0 - 1_000) }])
  expect(await seed(T0 - 9_000)).toEqual([{ subject, targetFrom: new Date(T0 - 9_000) }])
  expect(await seed(T0)).toEqual([{ subject, targetFrom: new Date(T0 - 9_000) }])
})
