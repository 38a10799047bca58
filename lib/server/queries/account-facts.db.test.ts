import { afterAll, beforeAll, expect, it } from 'vitest'
import { getHealth } from '@/lib/server/queries/get-health'
import { getSyncOverview } from '@/lib/server/queries/get-sync-overview'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  HOUR,
  MINUTE,
  type SeededPlace,
  seedFunction,
  seedLogCoverage,
  seedPartitions,
  seedPlace,
  T0,
} from '@/lib/server/testing/seed'

const NOW = T0 + 30 * MINUTE

let db: TestDb
let place: SeededPlace

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  const account = await db.prisma.awsAccount.create({
    data: { id: 7, name: 'shop', accountId: '111122223333', regions: ['eu-west-1'], origin: 'api', state: 'ok' },
  })
  place = await seedPlace(db)
  await db.prisma.accountRegion.update({ where: { id: place.id }, data: { awsAccountId: account.id } })
  const fn = await seedFunction(db, place, 'orders')
  await seedLogCoverage(db, fn, NOW - 4 * HOUR, NOW, { targetFrom: new Date(NOW - 24 * HOUR) })
})
afterAll(() => db.close())

const overview = () => getSyncOverview(db, { source: 'aws', dataDirectory: null }, NOW)
const logs = async () => (await overview()).sources.find(({ kind }) => kind === 'logs')

it('estimates the time that the history needs from the pace of the last minutes', async () => {
  expect((await logs())?.backfill).toEqual({ paused: false, leftMs: null })
  const run = (minutesAgo: number, hours: number) => ({
    ...{ accountRegionId: place.id, step: 'logs', subject: '/aws/lambda/orders', outcome: 'ok', calls: 3, rows: 9 },
    ...{ startedAt: new Date(NOW - minutesAgo * MINUTE), endedAt: new Date(NOW - minutesAgo * MINUTE + 1) },
    backfilledMs: BigInt(hours * HOUR),
  })
  // 2 h of history in 4 min; what came before the last ten minutes tells nothing of the pace now. 20 h are lacking.
  await db.prisma.syncRun.createMany({ data: [run(60, 9), run(4, 1.5), run(1, 0.5)] })
  const { backfill, backfillShare } = (await logs()) ?? {}
  expect(backfill?.leftMs).toBeCloseTo(40 * MINUTE, -3)
  expect(backfillShare).toBeCloseTo(4 / 24)
})

it('says that the history of a kind is paused', async () => {
  await db.prisma.awsAccount.update({ where: { id: 7 }, data: { pausedBackfills: ['logs'] } })
  expect((await logs())?.backfill).toEqual({ paused: true, leftMs: null })
})

it('says what an account-region has cost today and this month, and names its account', async () => {
  const usage = (hour: number, usd: number) => ({
    ...{ accountRegionId: place.id, service: 'cloudwatch', operation: 'GetMetricData', hour: new Date(hour) },
    ...{ calls: 1n, billedUnits: 1n, usd },
  })
  await db.prisma.apiUsage.createMany({ data: [usage(T0, 1), usage(T0 - 48 * HOUR, 2), usage(T0 - 40 * 24 * HOUR, 4)] })
  const { spend, accounts, sources } = await overview()
  expect(spend).toEqual([{ accountId: place.accountId, region: place.region, todayUsd: 1, monthUsd: 3 }])
  expect(accounts).toMatchObject([{ id: '7', name: 'shop', state: 'ok', paused: false }])
  expect(sources[0]?.account).toBe('7')
})

it('calls the health degraded while the credentials of an account do not work, unless it is paused', async () => {
  const now = Date.now()
  await db.prisma.worker.create({
    data: { id: 'w', host: 'h', pid: 1, startedAt: new Date(now), seenAt: new Date(now) },
  })
  await db.prisma.syncState.updateMany({ data: { lastOkAt: new Date(now) } })
  expect((await getHealth(db, now)).status).toBe('ready')
  const detail = 'The role cannot be assumed.'
  await db.prisma.awsAccount.create({
    data: { name: 'branch', regions: ['eu-west-1'], origin: 'api', state: 'denied', detail },
  })
  const broken = await getHealth(db, now)
  expect(broken.status).toBe('degraded')
  expect(broken.accounts).toContainEqual({ name: 'branch', accountId: null, paused: false, state: 'denied', detail })
  await db.prisma.awsAccount.update({ where: { name: 'branch' }, data: { paused: true } })
  expect((await getHealth(db, now)).status).toBe('ready')
})

it('leaves out the account-regions that are no longer pulled', async () => {
  await db.prisma.accountRegion.update({ where: { id: place.id }, data: { pulled: false } })
  const { sources, spend } = await overview()
  expect([sources, spend]).toEqual([[], []])
})
