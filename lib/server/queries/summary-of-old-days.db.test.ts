import { afterAll, beforeAll, expect, it } from 'vitest'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getFunctionSummary } from '@/lib/server/queries/get-function-summary'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  HOUR,
  MINUTE,
  seedFunction,
  seedInvocations,
  seedLogCoverage,
  seedPartitions,
  seedPlace,
  seedSeries,
  T0,
} from '@/lib/server/testing/seed'

const DAY = 24 * HOUR
let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  const fn = await seedFunction(db, await seedPlace(db), 'orders')
  await seedInvocations(db, fn, [
    { atMs: T0 + MINUTE, version: '7' },
    { atMs: T0 + 2 * MINUTE, version: '7', result: 'error', coldStart: true },
  ])
  await seedLogCoverage(db, fn, T0, T0 + HOUR)
  await seedSeries(db, fn, { points: { 1: 1, 2: 1 } })
  // What prune does after seven days.
  await db.pool.query('DROP TABLE invocation_20261120')
})

afterAll(() => db.close())

it('counts what log lines said for as long as its rollups are kept, and says that its invocations are not', async () => {
  const identity = await getFunctionIdentity(db, 'orders')
  const ask = (nowMs: number) => getFunctionSummary(db, identity, { from: T0, to: T0 + HOUR }, nowMs)
  const old = await ask(T0 + 20 * DAY)
  expect(old.fromLogs).toMatchObject({ invocations: 2, errors: 1, coldStarts: 1 })
  expect(old.durationMs.p50).not.toBeNull()
  const codes = (summary: typeof old) => summary.coverage.reasons.map(({ code }) => code)
  expect(codes(old)).toContain('DETAIL_NOT_KEPT')
  expect(codes(await ask(T0 + 2 * DAY))).not.toContain('DETAIL_NOT_KEPT')
})
