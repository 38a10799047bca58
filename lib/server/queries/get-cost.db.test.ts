import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CostRequest } from '@/lib/contracts/cost'
import { lambdaCost, lambdaPrice } from '@/lib/server/lambda-prices'
import { getCost } from '@/lib/server/queries/get-cost'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  HOUR,
  MINUTE,
  type SeededFunction,
  seedAlias,
  seedFunction,
  seedInvocations,
  seedLogCoverage,
  seedPartitions,
  seedPlace,
  seedSeries,
  T0,
} from '@/lib/server/testing/seed'

const DAY = 24 * HOUR
const DAY0 = Math.floor(T0 / DAY) * DAY
const NOW = T0 + 4 * HOUR
let db: TestDb
let orders: SeededFunction
let billing: SeededFunction

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  orders = await seedFunction(db, await seedPlace(db), 'orders', { tags: { team: 'shop' } })
  const virginia = await seedPlace(db, 'us-east-1', '999988887777')
  billing = await seedFunction(db, virginia, 'billing', { architecture: 'arm64', tags: { team: 'money', tier: '1' } })
  for (const fn of [orders, billing]) await seedLogCoverage(db, fn, DAY0 - DAY, NOW)
  await seedInvocations(db, orders, [
    { atMs: T0 + MINUTE, version: '1', billedMs: 1_000 },
    { atMs: T0 + HOUR, version: '2', billedMs: 3_000, maxMemoryUsedMb: 900 },
  ])
  await seedInvocations(db, billing, [{ atMs: T0 + 2 * HOUR, billedMs: 2_000 }])
  for (const [fn, version, invocations, gbMs] of [
    [orders, '1', 1, 1_000],
    [orders, '2', 1, 3_000],
    [billing, '$LATEST', 1, 2_000],
  ] as const) {
    await db.prisma.costDay.create({
      data: {
        ...{ accountRegionId: fn.place.id, functionId: fn.id, version, at: new Date(DAY0), invocations, coldStarts: 0 },
        ...{ billedMs: gbMs, gbMs, initGbMs: 500, memoryMb: 1024, maxMemoryUsedMb: fn === billing ? null : 64 },
      },
    })
  }
  await db.prisma.retryHour.create({
    data: {
      ...{ accountRegionId: orders.place.id, functionId: orders.id, version: '1', at: new Date(T0) },
      ...{ attempts: 1, gbMs: 1_000, minutes: [1], minuteAttempts: [1], minuteGbMs: [1_000] },
    },
  })
})

afterAll(async () => {
  await db?.close()
})

const X86 = lambdaPrice('eu-west-1', 'x86_64')
const ARM = lambdaPrice('us-east-1', 'arm64')
const ORDERS_USD = lambdaCost(X86, 4_000, 2)
const BILLING_USD = lambdaCost(ARM, 2_000, 1)
const ask = (more: Partial<CostRequest> = {}) =>
  getCost(db, { from: T0, to: T0 + 3 * HOUR, groupBy: 'function', ...more }, NOW)

describe('cost', () => {
  it.each<[string, [string, number][]]>([
    [
      'function',
      [
        ['orders', ORDERS_USD],
        ['billing', BILLING_USD],
      ],
    ],
    [
      'version',
      [
        ['orders:2', lambdaCost(X86, 3_000, 1)],
        ['billing:$LATEST', BILLING_USD],
        ['orders:1', lambdaCost(X86, 1_000, 1)],
      ],
    ],
    [
      'account',
      [
        ['111122223333', ORDERS_USD],
        ['999988887777', BILLING_USD],
      ],
    ],
    [
      'tag:team',
      [
        ['shop', ORDERS_USD],
        ['money', BILLING_USD],
      ],
    ],
    [
      'tag:tier',
      [
        ['without tier', ORDERS_USD],
        ['1', BILLING_USD],
      ],
    ],
  ])('by %s', async (groupBy, expected) => {
    const { groups, total, series } = await ask({ groupBy })
    expect(groups.map(({ label }) => label)).toEqual(expected.map(([label]) => label))
    for (const [index, [, usd]] of expected.entries()) expect(groups[index]?.usd).toBeCloseTo(usd, 12)
    expect(total.usd).toBeCloseTo(ORDERS_USD + BILLING_USD, 12)
    const drawn = series.parts.flatMap(({ values }) => values).reduce<number>((sum, value) => sum + (value ?? 0), 0)
    expect(drawn).toBeCloseTo(total.usd, 12)
  })

  it.each([23, 25])('of a day of %i hours, as clocks are changed, is that of its hours', async (hours) => {
    const cost = await ask({ from: T0 - 20 * HOUR, to: T0 + (hours - 20) * HOUR })
    expect([cost.fromMs, cost.toMs]).toEqual([T0 - 20 * HOUR, T0 + (hours - 20) * HOUR])
    expect(cost.series).toMatchObject({ periodMs: HOUR, atMs: { length: hours } })
    expect(cost.total.usd).toBeCloseTo(ORDERS_USD + BILLING_USD, 12)
  })

  it.each<[string, number, number, number]>([
    ['that holds its minute', 0, 30, 1],
    ['that begins after it', 2, 60, 0],
    ['that ends before it', -90, 1, 0],
    ['that holds its hour', -60, 60, 1],
  ])('counts a retry in a window %s', async (_name, fromMin, toMin, count) => {
    const { total } = await ask({ from: T0 + fromMin * MINUTE, to: T0 + toMin * MINUTE })
    expect(total.retriesUsd).toBeCloseTo(count * lambdaCost(X86, 1_000, 1), 12)
  })

  it('of a window longer than a day is that of whole days, and the same', async () => {
    const cost = await ask({ from: T0 - 20 * HOUR, to: T0 + 10 * HOUR })
    expect([cost.fromMs, cost.toMs]).toEqual([DAY0 - DAY, DAY0 + DAY])
    expect(cost.total.usd).toBeCloseTo(ORDERS_USD + BILLING_USD, 12)
    expect(cost.series.parts[0]?.values).toEqual([0, expect.closeTo(ORDERS_USD, 12)])
    expect(cost.total.initUsd).toBeCloseTo(1 * X86.usdPerGbSecond + 0.5 * ARM.usdPerGbSecond, 12)
    expect(cost.usdPerDay).toBeCloseTo(cost.total.usd / ((NOW - DAY0 + DAY) / DAY), 12)
  })

  it('names what is retried, and only what is in scope', async () => {
    const { total, groups } = await ask({ region: 'eu-west-1' })
    expect(groups.map(({ label }) => label)).toEqual(['orders'])
    expect(total.retriesUsd).toBeCloseTo(lambdaCost(X86, 1_000, 1), 12)
  })

  it('says of which invocations the memory used is not known, instead of that nothing is spare', async () => {
    const { groups, total } = await ask({ groupBy: 'version', from: T0 - 20 * HOUR, to: T0 + 10 * HOUR })
    const unknown = groups.find(({ label }) => label === 'billing:$LATEST')
    expect(unknown).toMatchObject({ oversizeUsd: null, unsizedInvocations: 1 })
    expect(groups.find(({ label }) => label === 'orders:2')).toMatchObject({ unsizedInvocations: 0 })
    expect(total.unsizedInvocations).toBe(1)
    expect(total.oversizeUsd).toBeCloseTo(4 * (1 - 128 / 1024) * X86.usdPerGbSecond, 12)
  })

  it('of a window of which nothing is read is not known', async () => {
    const { countedFromMs, usdPerDay, series } = await ask({ from: T0 - 10 * DAY, to: T0 - 9 * DAY })
    expect([countedFromMs, usdPerDay]).toEqual([null, null])
    expect(series.parts.every(({ values }) => values.every((value) => value === null))).toBe(true)
  })

  it('of the month goes by account, with the free tier taken off', async () => {
    const { months } = await ask()
    const own = months.find(({ accountId }) => accountId === '111122223333')
    expect(own?.rows).toMatchObject([
      { region: 'eu-west-1', architecture: 'x86_64', requests: 2, gbSeconds: 4, tier: 1 },
    ])
    expect(own?.usd).toBeCloseTo(0, 12)
    expect(own?.listUsd).toBeCloseTo(ORDERS_USD, 12)
  })

  it('holds what provisioned concurrency costs while it stands, used or not', async () => {
    await db.prisma.provisionedConcurrency.create({
      data: { functionId: orders.id, qualifier: 'live', requested: 4, allocated: 4, seenAt: new Date(T0) },
    })
    const covered: [number, number][] = [[T0, T0 + 3 * HOUR]]
    const of = { qualifier: 'live', covered }
    await seedSeries(db, orders, { ...of, metric: 'ProvisionedConcurrencyInvocations', points: { 60: 1 } })
    await seedSeries(db, orders, {
      ...of,
      metric: 'ProvisionedConcurrentExecutions',
      statistic: 'Maximum',
      points: { 60: 1 },
    })
    const { total, groups, savings } = await ask()
    const kept = 4 * 3 * 3_600 * X86.usdPerProvisionedGbSecond
    expect(total.provisionedUsd).toBeCloseTo(kept, 10)
    // Half of the invocations ran on it: half of 4 s of 12 hours.
    expect(total.provisionedUnusedUsd).toBeCloseTo(kept * (1 - 2 / (4 * 3 * 3_600)), 10)
    expect(groups[0]?.durationUsd).toBeCloseTo(4 * ((X86.usdPerGbSecond + X86.usdPerGbSecondOnProvisioned) / 2), 12)
    expect(savings[0]).toMatchObject({
      functionName: 'orders',
      kind: 'provisioned',
      what: 'Lower provisioned concurrency from 4 to 1',
    })
    // What was changed after the window says what had stood in it, and it is the size of the version that counts.
    const [at, size] = [new Date(T0 + 3.5 * HOUR), 512]
    await db.prisma.provisionedConcurrency.updateMany({ data: { requested: 50, allocated: 50 } })
    const change = { kind: 'provisioned', subject: 'live', before: 4, after: 50, at, knownAfter: at, noticedAt: at }
    await db.prisma.functionChange.create({
      data: { accountRegionId: orders.place.id, functionId: orders.id, ...change },
    })
    const version = { functionId: orders.id, version: 'live', memoryMb: size, seenAt: at }
    await db.prisma.functionVersion.create({ data: version })
    expect((await ask()).total.provisionedUsd).toBeCloseTo(kept * (size / 1024), 10)
    await db.prisma.functionVersion.deleteMany({ where: { version: 'live' } })
    await db.prisma.functionChange.deleteMany({ where: { kind: 'provisioned' } })
    await db.prisma.provisionedConcurrency.deleteMany()
  })
})

describe('cost by alias', () => {
  const MORE = 5 * DAY
  const of = (functionName: string, more: object) => ({ of: { functionName }, ...more })

  /** So many invocations in the window of a version, as log lines show them. */
  async function seedVersions(name: string, versions: Record<string, number>): Promise<SeededFunction> {
    const fn = await seedFunction(db, orders.place, name)
    await seedLogCoverage(db, fn, T0 - 6 * HOUR, T0 + MORE)
    const seeds = Object.entries(versions).flatMap(([version, count]) =>
      Array.from({ length: count }, () => ({ atMs: T0 + MINUTE, version, billedMs: 1_000 })),
    )
    await seedInvocations(db, fn, seeds)
    return fn
  }

  /** CloudWatch's counts by "alias", "version" and "alias version"; '' of the function. */
  async function seedCounts(fn: SeededFunction, counts: Record<string, number>): Promise<void> {
    for (const [set, count] of Object.entries(counts)) {
      const [qualifier = '', executedVersion = ''] = set.split(' ')
      await seedSeries(db, fn, { qualifier, executedVersion, covered: [[T0, NOW]], points: { 1: count } })
    }
  }

  it('is told where counts by alias and log lines by version prove each other, and else said not to be', async () => {
    const clear = await seedVersions('clear', { 1: 4, 2: 1, 3: 2 })
    await seedAlias(db, clear, 'live', '1', { 2: 0.2 })
    await seedCounts(clear, { '': 7, live: 5, 'live 1': 4, 'live 2': 1, 3: 2 })
    const shared = await seedVersions('shared', { 1: 3 })
    await seedAlias(db, shared, 'live', '1')
    await seedCounts(shared, { '': 3, live: 2, 1: 1 })
    const unheard = await seedVersions('unheard', { 1: 1 })
    await seedAlias(db, unheard, 'live', '1')
    const { groups, total } = await ask({ groupBy: 'alias' })
    const each = lambdaCost(X86, 1_000, 1)
    expect(groups).toMatchObject([
      of('clear', { alias: 'live', label: 'clear:live', invocations: 5, note: null }),
      of('orders', { alias: null, label: 'orders' }),
      of('shared', { alias: null, label: 'shared · alias not told', note: expect.stringContaining('several names') }),
      of('clear', { alias: null, label: 'clear', invocations: 2 }),
      of('billing', { alias: null, label: 'billing' }),
      of('unheard', { alias: null, note: expect.stringContaining('has not answered') }),
    ])
    expect(groups[0]?.usd).toBeCloseTo(5 * each, 12)
    expect(groups.reduce((sum, { usd }) => sum + usd, 0)).toBeCloseTo(total.usd, 12)
  })

  it('gives what ran on provisioned concurrency to the version that ran there, or says that it is not told', async () => {
    const canary = await seedVersions('canary', { 1: 4, 2: 4 })
    await seedAlias(db, canary, 'live', '2')
    await seedCounts(canary, { '': 8, live: 4, 1: 4 })
    const weighted = await seedVersions('weighted', { 1: 3, 2: 1 })
    await seedAlias(db, weighted, 'live', '1', { 2: 0.25 })
    await seedCounts(weighted, { '': 4, live: 4, 'live 1': 3, 'live 2': 1 })
    for (const [fn, ran] of [
      [canary, 3],
      [weighted, 2],
    ] as const) {
      await db.prisma.provisionedConcurrency.create({
        data: { functionId: fn.id, qualifier: 'live', requested: 1, allocated: 1, seenAt: new Date(T0) },
      })
      const metric = 'ProvisionedConcurrencyInvocations'
      await seedSeries(db, fn, { qualifier: 'live', metric, covered: [[T0, NOW]], points: { 1: ran } })
    }
    const { groups } = await ask({ groupBy: 'version' })
    const gbSecond = (share: number) => X86.usdPerGbSecond * (1 - share) + X86.usdPerGbSecondOnProvisioned * share
    for (const [label, gbSeconds, share, note] of [
      ['canary:1', 4, 0, null],
      ['canary:2', 4, 0.75, null],
      ['weighted:1', 3, 0.5, expect.stringContaining('not told')],
      ['weighted:2', 1, 0.5, expect.stringContaining('not told')],
    ] as const) {
      const group = groups.find((one) => one.label === label)
      expect(group).toMatchObject({ note, durationUsd: expect.closeTo(gbSeconds * gbSecond(share), 12) })
    }
  })
})

describe('the month as AWS bills it', () => {
  it('is that of whole accounts, with provisioned concurrency apart', async () => {
    const virginia = await seedPlace(db, 'us-east-1')
    const kept = await seedFunction(db, virginia, 'kept', { ephemeralStorageMb: 1_536 })
    await seedLogCoverage(db, kept, DAY0, NOW)
    await db.prisma.costDay.create({
      data: {
        ...{ accountRegionId: virginia.id, functionId: kept.id, version: '1', at: new Date(DAY0), coldStarts: 0 },
        ...{ invocations: 4, billedMs: 8_000, gbMs: 8_000, initGbMs: 0, memoryMb: 1024, maxMemoryUsedMb: 64 },
      },
    })
    await db.prisma.provisionedConcurrency.deleteMany()
    await db.prisma.provisionedConcurrency.create({
      data: { functionId: kept.id, qualifier: '1', requested: 1, allocated: 1, seenAt: new Date(T0) },
    })
    const metric = 'ProvisionedConcurrencyInvocations'
    await seedSeries(db, kept, { qualifier: '1', metric, covered: [[T0, NOW]], points: { 1: 1 } })
    const { months, groups } = await ask({ region: 'eu-west-1' })
    expect(groups.some(({ label }) => label === 'kept')).toBe(false)
    const month = months.find(({ accountId }) => accountId === '111122223333')
    const own = month?.rows.find(({ region }) => region === 'us-east-1')
    expect(own).toMatchObject({ requests: 4, requestsOnProvisioned: 1, gbSeconds: 6 })
    expect(month?.countedFromMs).toBe(DAY0 - DAY)
    expect(month?.storageUsd).toBeCloseTo(8 * 0.0000000309, 14)
    const rates = lambdaPrice('us-east-1', 'x86_64')
    const stoodGbSeconds = (T0 + 3 * HOUR - DAY0 + DAY) / 1_000
    expect(month?.provisionedUsd).toBeCloseTo(
      stoodGbSeconds * rates.usdPerProvisionedGbSecond + 2 * rates.usdPerGbSecondOnProvisioned,
      10,
    )
    // The free million holds no request on provisioned concurrency.
    const paid = rates.usdPerRequest + (month?.provisionedUsd ?? 0) + (month?.storageUsd ?? 0)
    expect(month?.usd).toBeCloseTo(paid, 12)
  })
})

describe('cost while history is read', () => {
  it('tells which hours are read of how many log groups, and no pace while they differ', async () => {
    const place = await seedPlace(db, 'ap-south-1', '777788889999')
    const [whole, late] = [await seedFunction(db, place, 'whole'), await seedFunction(db, place, 'late')]
    await seedLogCoverage(db, whole, T0 - HOUR, NOW)
    await seedLogCoverage(db, late, T0 + 2 * HOUR, NOW - 20 * MINUTE)
    await seedInvocations(db, whole, [{ atMs: T0 + MINUTE, billedMs: 1_000 }])
    const asked = { accountId: place.accountId, to: NOW }
    const { series, ...cost } = await ask(asked)
    expect(cost).toMatchObject({ countedFromMs: T0, partlyRead: 1, evenlyRead: false, usdPerDay: null })
    expect(series).toMatchObject({ logGroups: 2, read: [1, 1, 2, 2] })
    expect(series.parts.map(({ values }) => values)).toEqual([[cost.total.usd, null, 0, 0]])
    expect(await ask({ ...asked, from: T0 + 2 * HOUR })).toMatchObject({
      evenlyRead: true,
      usdPerDay: 0,
      partlyRead: 0,
    })
    // The pace is that of what is counted, which ends where the newest lines do.
    await db.pool.query(`update sync_state set covered = $2 where account_region_id = $1 and step = 'logs'`, [
      place.id,
      `{["${new Date(T0).toISOString()}","${new Date(NOW - 12 * MINUTE).toISOString()}")}`,
    ])
    const behind = await ask({ ...asked, from: T0 })
    expect(behind.countedToMs).toBe(NOW - 12 * MINUTE)
    expect(behind.usdPerDay).toBeCloseTo((behind.total.usd * DAY) / (4 * HOUR - 12 * MINUTE), 12)
    // As far back as anything is read, all is.
    await db.pool.query(`update sync_state set covered = $2 where account_region_id = $1 and step = 'logs'`, [
      place.id,
      `{["${new Date(T0 + HOUR).toISOString()}","${new Date(NOW).toISOString()}")}`,
    ])
    const later = await ask(asked)
    expect(later).toMatchObject({ countedFromMs: T0 + HOUR, partlyRead: 2, evenlyRead: true })
    expect(later.series.read).toEqual([0, 2, 2, 2])
    // What lies before all that is pulled is not "not yet".
    const before = { ...asked, from: T0 - HOUR, to: T0 }
    expect(await ask(before)).toMatchObject({ countedFromMs: null, isBeyond: false })
    const groups = { accountRegionId: place.id, step: 'log-groups', subject: '', kind: 'logs', state: 'ok' }
    await db.prisma.syncState.create({ data: { ...groups, nextRunAt: new Date(NOW), lastOkAt: new Date(NOW) } })
    await db.pool.query(`update sync_state set target_from = $2 where account_region_id = $1 and step = 'logs'`, [
      place.id,
      new Date(T0 + HOUR),
    ])
    expect(await ask(before)).toMatchObject({ countedFromMs: null, isBeyond: true })
  })

  it('tells no pace where groups begin apart within one period: what one ran longer was not seen of the other', async () => {
    const place = await seedPlace(db, 'ap-south-2', '777788880000')
    const [early, late] = [await seedFunction(db, place, 'early'), await seedFunction(db, place, 'late')]
    await seedLogCoverage(db, early, T0 + HOUR + MINUTE, NOW)
    await seedLogCoverage(db, late, T0 + 2 * HOUR - MINUTE, NOW)
    await seedInvocations(db, late, [{ atMs: T0 + 3 * HOUR, billedMs: 1_000 }])
    const asked = { accountId: place.accountId, to: NOW }
    const apart = await ask(asked)
    expect(apart.series.read).toEqual([0, 0, 2, 2])
    expect(apart).toMatchObject({ countedFromMs: T0 + HOUR + MINUTE, evenlyRead: false, usdPerDay: null })
    // Minutes of hours change nothing.
    await db.pool.query(`update sync_state set covered = $2 where account_region_id = $1 and subject like '%late'`, [
      place.id,
      `{["${new Date(T0 + HOUR + 5 * MINUTE).toISOString()}","${new Date(NOW).toISOString()}")}`,
    ])
    const together = await ask(asked)
    expect(together.evenlyRead).toBe(true)
    expect(together.usdPerDay).toBeCloseTo((together.total.usd * DAY) / (NOW - T0 - HOUR - MINUTE), 12)
  })
  it('tells a pace where all that is pulled began within the only period that holds any of it', async () => {
    const place = await seedPlace(db, 'ap-south-3', '777788881111')
    const [first, second] = [await seedFunction(db, place, 'first'), await seedFunction(db, place, 'second')]
    await seedLogCoverage(db, first, T0 + HOUR + MINUTE, NOW)
    await seedInvocations(db, first, [{ atMs: T0 + 2 * HOUR, billedMs: 1_000 }])
    const week = { accountId: place.accountId, from: DAY0 - 6 * DAY, to: NOW }
    // One of two groups is not read at all.
    await seedLogCoverage(db, second, NOW - DAY * 30, NOW - DAY * 29)
    expect(await ask(week)).toMatchObject({ countedFromMs: T0 + HOUR + MINUTE, evenlyRead: false, usdPerDay: null })
    await db.pool.query(`update sync_state set covered = $2 where account_region_id = $1 and subject like '%second'`, [
      place.id,
      `{["${new Date(T0 + HOUR + 2 * MINUTE).toISOString()}","${new Date(NOW).toISOString()}")}`,
    ])
    const even = await ask(week)
    expect(even.evenlyRead).toBe(true)
    expect(even.usdPerDay).toBeCloseTo((even.total.usd * DAY) / (3 * HOUR - MINUTE), 12)
    // Within the first period of a window, too.
    expect((await ask({ ...week, from: T0 + HOUR })).evenlyRead).toBe(true)
  })
})
