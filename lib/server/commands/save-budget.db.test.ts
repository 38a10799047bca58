import { afterAll, beforeAll, expect, it } from 'vitest'
import { saveBudget } from '@/lib/server/commands/save-budget'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { seedPlace } from '@/lib/server/testing/seed'

const NOW_MS = Date.UTC(2026, 10, 20, 15, 30)
let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
  const { id } = await seedPlace(db)
  const other = await seedPlace(db, 'us-east-1', '222222222222')
  await db.pool.query(
    `INSERT INTO api_usage VALUES ($1, 'cloudwatch', 'GetMetricData', '2026-11-20 10:00+00', 1, 1, 1.5),
       ($1, 'xray', 'BatchGetTraces', '2026-11-20 11:00+00', 1, 1, 0.35), ($1, 'cloudwatch', 'GetMetricData', '2026-11-03', 1, 1, 4),
       ($2, 'cloudwatch', 'GetMetricData', '2026-11-20 10:00+00', 1, 1, 8)`,
    [id, other.id],
  )
})

afterAll(() => db.close())

const save = (accountId: string | null, source: 'metrics' | null, period: 'day' | 'month', usd: number | null) =>
  saveBudget(db, { accountId, source, period, usd }, NOW_MS)

it('adds, changes and removes budgets, and says what each has spent', async () => {
  await save('111122223333', null, 'day', 2)
  await save('111122223333', 'metrics', 'month', 5)
  await save(null, null, 'day', 1)
  const { items } = await save(null, null, 'day', 100)
  expect(items.map(({ usd, spentUsd, state }) => [usd, spentUsd, state])).toEqual([
    [100, expect.closeTo(9.85, 9), 'ok'],
    [2, expect.closeTo(1.85, 9), 'near'],
    [5, expect.closeTo(5.5, 9), 'used-up'],
  ])
  expect(items[2]).toMatchObject({ accountId: '111122223333', source: 'metrics', sinceMs: Date.UTC(2026, 10, 1) })
  expect((await save('111122223333', null, 'day', null)).items).toHaveLength(2)
})
