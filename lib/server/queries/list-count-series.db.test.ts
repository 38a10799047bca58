import { afterAll, beforeAll, expect, it } from 'vitest'
import { listCountSeries } from '@/lib/server/queries/list-count-series'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { HOUR, MINUTE, seedFunction, seedPartitions, seedPlace, seedSeries, T0 } from '@/lib/server/testing/seed'

let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
})
afterAll(() => db.close())

it('tells each series with its metric, its newest point and what is covered of the window', async () => {
  const place = await seedPlace(db)
  const [orders, quiet] = [await seedFunction(db, place, 'orders'), await seedFunction(db, place, 'quiet')]
  await seedSeries(db, orders, { points: { 1: 4, 7: 2 } })
  await seedSeries(db, orders, { metric: 'Errors' })
  await seedSeries(db, orders, { qualifier: 'live', points: { 1: 4 } })
  const covered: [number, number][] = [
    [T0 - HOUR, T0 + 10 * MINUTE],
    [T0 + 20 * MINUTE, T0 + 30 * MINUTE],
  ]
  await seedSeries(db, quiet, { metric: 'Throttles', covered })
  await seedSeries(db, quiet, { metric: 'Duration', statistic: 'Maximum' })

  const ids = [orders.id, quiet.id]
  const found = await listCountSeries(db, ids, ['Invocations', 'Errors', 'Throttles'], { fromMs: T0, toMs: T0 + HOUR })
  const hour = [{ fromMs: T0, toMs: T0 + HOUR }]
  const parts = [
    { fromMs: T0, toMs: T0 + 10 * MINUTE },
    { fromMs: T0 + 20 * MINUTE, toMs: T0 + 30 * MINUTE },
  ]
  const told = [...found.values()].map((one) => [one.functionId, one.metric, one.lastPointAtMs, one.covered])
  expect(told).toHaveLength(3)
  expect(told).toEqual(
    expect.arrayContaining([
      [orders.id, 'Invocations', T0 + 7 * MINUTE, hour],
      [orders.id, 'Errors', null, hour],
      [quiet.id, 'Throttles', null, parts],
    ]),
  )
  // What follows from it is computed once for all that is covered alike.
  const ofOrders = [...found.values()].filter(({ functionId }) => functionId === orders.id)
  expect(ofOrders[0]?.covered).toBe(ofOrders[1]?.covered)
  const beyond = await listCountSeries(db, ids, ['Errors'], { fromMs: T0 + 2 * HOUR, toMs: T0 + 3 * HOUR })
  expect([...beyond.values()].map((one) => one.covered)).toEqual([[]])
})
