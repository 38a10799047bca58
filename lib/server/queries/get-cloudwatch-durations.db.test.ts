import { afterAll, beforeAll, expect, it } from 'vitest'
import { getCloudWatchDurations } from '@/lib/server/queries/get-cloudwatch-durations'
import { getMetricBuckets } from '@/lib/server/queries/get-metric-buckets'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  HOUR,
  type SeededFunction,
  seedFunction,
  seedPartitions,
  seedPlace,
  seedSeries,
  T0,
} from '@/lib/server/testing/seed'

const SETS = { sets: [{ qualifier: 'live', executedVersion: '' }] }
let db: TestDb
let fn: SeededFunction

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  fn = await seedFunction(db, await seedPlace(db), 'orders')
  for (const statistic of ['p50', 'p95', 'p99', 'Average', 'Maximum']) {
    await seedSeries(db, fn, { qualifier: 'live', metric: 'Duration', statistic, points: { 0: 100, 1: 900 } })
  }
  // Of the second minute nobody knows how many invocations it had.
  await seedSeries(db, fn, { qualifier: 'live', points: { 0: 3 } })
})

afterAll(() => db.close())

it('leaves out a minute of which the number of invocations is not known', async () => {
  const found = await getCloudWatchDurations(db, fn.id, SETS, { fromMs: T0, toMs: T0 + HOUR, periodMs: HOUR })
  expect([...found.values()]).toMatchObject([{ average: 100 }])
})

it('has no averages and percentiles of more than a minute', async () => {
  const request = {
    fromMs: T0,
    toMs: T0 + HOUR,
    functionIds: [fn.id],
    qualifiers: ['live'],
    wanted: ['Duration Average'],
  }
  await expect(getMetricBuckets(db, { ...request, periodMs: HOUR })).rejects.toThrow(RangeError)
  const [minutes] = await getMetricBuckets(db, { ...request, periodMs: 60_000 })
  expect([...(minutes?.values ?? [])]).toEqual([
    [0, 100],
    [1, 900],
  ])
})
