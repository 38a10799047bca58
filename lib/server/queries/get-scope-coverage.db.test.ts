import { afterAll, beforeAll, expect, it } from 'vitest'
import { getScopeCoverage } from '@/lib/server/queries/get-scope-coverage'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  HOUR,
  MINUTE,
  type SeededFunction,
  type SeededPlace,
  seedFunction,
  seedInvocations,
  seedLogCoverage,
  seedPartitions,
  seedPlace,
  seedSeries,
  T0,
} from '@/lib/server/testing/seed'

const NOW = T0 + 4 * HOUR
let db: TestDb
let ireland: SeededPlace
let orders: SeededFunction

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  ireland = await seedPlace(db)
  const virginia = await seedPlace(db, 'us-east-1')
  orders = await seedFunction(db, ireland, 'orders', { tracingMode: 'Active' })
  const quiet = await seedFunction(db, virginia, 'quiet', { logFormat: 'JSON', systemLogLevel: 'WARN' })
  await seedSeries(db, orders, { points: { 1: 4 } })
  await seedSeries(db, quiet, { points: { 1: 6 } })
  for (const fn of [orders, quiet]) await seedLogCoverage(db, fn, T0 - HOUR, NOW, { targetFrom: new Date(T0 - HOUR) })
  const one = { atMs: T0 + MINUTE, billedMs: 100 }
  await seedInvocations(db, orders, [one, one, one])
  await seedInvocations(db, quiet, [one])
})
afterAll(() => db.close())

const ask = (more: { from?: number; to?: number; region?: string } = {}) =>
  getScopeCoverage(db, { from: T0, to: T0 + HOUR, ...more }, NOW)
const codes = async (more = {}) => (await ask(more)).coverage.reasons.map(({ code }) => code)

it('is the share of what CloudWatch counts that log lines show, of the functions in scope', async () => {
  const all = await ask()
  expect(all).toMatchObject({ functions: 2, compared: 2, coverage: { logs: 0.4, traces: 0 } })
  expect(all.coverage.reasons[0]).toMatchObject({
    code: 'LOG_LEVEL_WARN',
    message: expect.stringMatching(/^1 of 2 functions/),
  })
  expect((await ask({ region: 'eu-west-1' })).coverage).toMatchObject({
    logs: 0.75,
    reasons: [{ code: 'TRACES_SAMPLED' }],
  })
  expect(await ask({ to: NOW })).toMatchObject({ toMs: NOW - 10 * MINUTE })
  expect((await ask({ from: T0 - 26 * HOUR })).coverage.traces).toBeNull()
})

it('tells what is not read of the window, and what AWS refuses in which place', async () => {
  expect(await ask({ from: T0 - 3 * HOUR })).toMatchObject({ functions: 2, compared: 0 })
  expect(await codes({ from: T0 - 3 * HOUR, region: 'eu-west-1' })).toEqual(['LOGS_NOT_PULLED', 'TRACES_SAMPLED'])
  for (const operation of ['FilterLogEvents', 'GetFunctionRecursionConfig']) {
    const refused = { service: 'x', operation, state: 'denied', iamAction: `x:${operation}` }
    await db.prisma.apiState.create({ data: { accountRegionId: ireland.id, ...refused } })
  }
  expect(await codes({ region: 'us-east-1' })).not.toContain('LOGS_DENIED')
  const { reasons } = (await ask()).coverage
  expect(reasons.slice(0, 2)).toMatchObject([
    { code: 'INVENTORY_DENIED', fix: expect.stringContaining('x:GetFunctionRecursionConfig') },
    { code: 'LOGS_DENIED', message: expect.stringContaining('eu-west-1') },
  ])
})
