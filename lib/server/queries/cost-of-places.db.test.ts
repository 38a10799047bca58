import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CostRequest } from '@/lib/contracts/cost'
import { lambdaPrice } from '@/lib/server/lambda-prices'
import { getCost } from '@/lib/server/queries/get-cost'
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

const NOW = T0 + 4 * HOUR
let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
})
afterAll(() => db.close())

const ask = (more: Partial<CostRequest> = {}) =>
  getCost(db, { from: T0, to: T0 + 3 * HOUR, groupBy: 'function', ...more }, NOW)

describe('cost of places that are read up to different minutes', () => {
  it('goes at the pace of each, and so do the savings', async () => {
    const accountId = '555566667777'
    const from = NOW - HOUR
    const stood: [number, number][] = [[from, NOW]]
    for (const [region, behindMs] of [
      ['eu-west-1', 0],
      ['us-east-1', 25 * MINUTE],
    ] as const) {
      const fn = await seedFunction(db, await seedPlace(db, region, accountId), `paced-${region}`)
      await seedLogCoverage(db, fn, from, NOW - behindMs)
      // Two seconds of 1 GB in each minute that is read.
      const minutes = Array.from({ length: 60 - behindMs / MINUTE }, (_, index) => index)
      await seedInvocations(
        db,
        fn,
        minutes.flatMap((minute) =>
          Array.from({ length: 2 }, () => ({ atMs: from + minute * MINUTE, version: '1', billedMs: 1_000 })),
        ),
      )
      await db.prisma.provisionedConcurrency.create({
        data: { functionId: fn.id, qualifier: '1', requested: 1, allocated: 1, seenAt: new Date(T0) },
      })
      await seedSeries(db, fn, {
        ...{ metric: 'ProvisionedConcurrencyInvocations', qualifier: '1', covered: stood, points: {} },
      })
    }
    const cost = await ask({ accountId, from, to: NOW })
    expect(cost).toMatchObject({ evenlyRead: true, countedToMs: NOW - 25 * MINUTE })
    const places = ['eu-west-1', 'us-east-1'].map((region) => lambdaPrice(region, 'x86_64'))
    const aDay = places.map(
      (rates) => 1_440 * 2 * (rates.usdPerRequest + rates.usdPerGbSecond) + 86_400 * rates.usdPerProvisionedGbSecond,
    )
    expect(cost.usdPerDay).toBeCloseTo(
      aDay.reduce((sum, usd) => sum + usd),
      8,
    )
    const memory = cost.savings.filter(({ kind }) => kind === 'memory')
    expect(memory).toHaveLength(2)
    for (const { region, usdPerMonth } of memory) {
      const { usdPerGbSecond } = lambdaPrice(region, 'x86_64')
      expect(usdPerMonth).toBeCloseTo(30 * 1_440 * 2 * usdPerGbSecond * (1 - 128 / 1024), 6)
    }
    await db.prisma.provisionedConcurrency.deleteMany()
  })
})

it('names what AWS refuses where log lines are not read, and nothing where they are', async () => {
  const place = await seedPlace(db, 'eu-west-1', '131313131313')
  const fn = await seedFunction(db, place, 'refused')
  await seedLogCoverage(db, fn, T0, T0 + HOUR)
  const asked = { accountId: place.accountId, to: T0 + 2 * HOUR }
  expect((await ask(asked)).refusal).toBeNull()
  await db.pool.query(`update sync_state set state = 'denied' where account_region_id = $1 and step = 'logs'`, [
    place.id,
  ])
  await db.pool.query(
    `insert into api_state (account_region_id, service, operation, state, iam_action)
     values ($1, 'logs', 'FilterLogEvents', 'denied', 'logs:FilterLogEvents')`,
    [place.id],
  )
  expect((await ask(asked)).refusal).toMatchObject({
    iamAction: 'logs:FilterLogEvents',
    places: [{ region: 'eu-west-1' }],
  })
  expect((await ask({ ...asked, to: T0 + HOUR })).refusal).toBeNull()
})

describe('cost of SnapStart', () => {
  it.each([
    ['off', null],
    ['on', 'PublishedVersions'],
  ])('is that of the versions that were published with it, though it is %s now', async (now, snapStart) => {
    const place = await seedPlace(db, 'eu-west-1', now === 'on' ? '121212121212' : '343434343434')
    const fn = await seedFunction(db, place, `snapped-${now}`, { snapStart, runtime: 'python3.13' })
    await seedLogCoverage(db, fn, T0, NOW)
    const published = [
      ['1', 'PublishedVersions'],
      ['2', 'None'],
    ] as const
    const cold = { atMs: T0 + MINUTE, billedMs: 1_000, coldStart: true }
    await seedInvocations(
      db,
      fn,
      published.map(([version]) => ({ ...cold, version })),
    )
    for (const [version, setting] of published) {
      const settings = { snapStart: setting }
      const seen = { memoryMb: 1024, seenAt: new Date(T0) }
      await db.prisma.functionVersion.create({ data: { functionId: fn.id, version, settings, ...seen } })
    }
    const { groups, series, total } = await ask({ accountId: place.accountId, groupBy: 'version' })
    const restored = groups.map(({ version, restoreUsd }) => [version, restoreUsd > 0])
    expect(restored).toEqual([
      ['1', true],
      ['2', false],
    ])
    const drawn = series.parts.flatMap(({ values }) => values).reduce<number>((sum, value) => sum + (value ?? 0), 0)
    expect(drawn).toBeCloseTo(total.usd, 12)
  })
})
