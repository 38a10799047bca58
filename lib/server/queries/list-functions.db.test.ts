import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ListFunctionsRequest } from '@/lib/contracts/functions'
import { listBusiestFunctions } from '@/lib/server/queries/list-busiest-functions'
import { listFunctions } from '@/lib/server/queries/list-functions'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  HOUR,
  MINUTE,
  seedAlias,
  seedFunction,
  seedInvocations,
  seedLogCoverage,
  seedPartitions,
  seedPlace,
  seedSeries,
  T0,
} from '@/lib/server/testing/seed'

let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  const [here, there] = [await seedPlace(db), await seedPlace(db, 'us-east-1', '999988887777')]
  const busy = await seedFunction(db, here, 'busy', { modes: ['SnapStart'], tags: { team: 'shop' } })
  await seedAlias(db, busy, 'live', '3')
  await db.prisma.functionVersion.create({ data: { functionId: busy.id, version: '3', seenAt: new Date(T0) } })
  await seedSeries(db, busy, { points: { 0: 5, 30: 7 } })
  await seedSeries(db, busy, { metric: 'Errors', points: { 0: 1 } })
  await seedSeries(db, busy, { metric: 'Throttles' })
  await seedInvocations(db, busy, [
    { atMs: T0, durationMs: 50, coldStart: true },
    { atMs: T0 + 30 * MINUTE, durationMs: 90, maxMemoryUsedMb: 99 },
  ])
  await seedLogCoverage(db, busy, T0, T0 + HOUR)
  const idle = await seedFunction(db, here, 'idle')
  await seedSeries(db, idle, {})
  await seedFunction(db, here, 'unknown')
  await seedFunction(db, there, 'busy')
  await seedFunction(db, here, 'gone', { goneAt: new Date(T0) })
})
afterAll(() => db.close())

/** Since when CloudWatch's counts of an account and region are pulled. */
async function seedMetricTarget(accountRegionId: number, fromMs: number): Promise<void> {
  const key = { accountRegionId, step: 'metrics', subject: '' }
  const data = { ...key, kind: 'metrics', state: 'ok', nextRunAt: new Date(T0), targetFrom: new Date(fromMs) }
  await db.prisma.syncState.create({ data })
}

const list = (request: Partial<ListFunctionsRequest> = {}) =>
  listFunctions(db, { from: T0, to: T0 + HOUR, limit: 100, ...request }, T0 + 5 * HOUR)

describe('listFunctions', () => {
  it('says what each function did, and null for what is not known', async () => {
    const { items } = await list({ region: 'eu-west-1' })
    expect(items.map((item) => item.name)).toEqual(['busy', 'idle', 'unknown'])
    const [busy, idle, unknown] = items
    expect(busy).toMatchObject({
      invocations: 12,
      errors: 1,
      throttles: 0,
      ...{ loggedInvocations: 2, coldStarts: 1 },
      maxMemoryUsedMb: 99,
      versions: 1,
    })
    expect(busy).toMatchObject({
      aliases: ['live'],
      modes: ['SnapStart'],
      tags: { team: 'shop' },
      lastInvokedAtMs: T0 + 30 * MINUTE,
    })
    expect(busy?.durationP95Ms).toBeCloseTo(90, -1)
    expect(busy?.costUsd).toBeGreaterThan(0)
    expect(idle).toMatchObject({
      invocations: 0,
      errors: null,
      coldStarts: 0,
      costUsd: 0,
      durationP95Ms: null,
      lastInvokedAtMs: null,
    })
    expect(unknown).toMatchObject({ invocations: null, coldStarts: null, costUsd: null })
  })

  it('tells one Memory Size only where all versions had it all over the window', async () => {
    const sizes = async () => (await list({ region: 'eu-west-1' })).items.map(({ sharedMemoryMb }) => sharedMemoryMb)
    expect(await sizes()).toEqual([1024, 1024, 1024])
    const [busy, idle] = await db.prisma.lambdaFunction.findMany({
      where: { name: { in: ['busy', 'idle'] }, accountRegion: { region: 'eu-west-1' } },
      orderBy: { name: 'asc' },
    })
    if (busy === undefined || idle === undefined) throw new Error('Not seeded')
    await db.prisma.functionVersion.updateMany({ where: { functionId: busy.id }, data: { memoryMb: 512 } })
    const at = new Date(T0 + 2 * HOUR)
    const change = { kind: 'configuration', subject: 'memory_mb', before: 128, after: 1024 }
    const data = { ...change, at, knownAfter: at, noticedAt: at, accountRegionId: idle.accountRegionId }
    const { id } = await db.prisma.functionChange.create({ data: { ...data, functionId: idle.id } })
    expect(await sizes()).toEqual([null, null, 1024])
    await db.prisma.functionVersion.updateMany({ where: { functionId: busy.id }, data: { memoryMb: null } })
    await db.prisma.functionChange.delete({ where: { id } })
  })

  it('passes no sum of the part of the lines that is read for that of the window', async () => {
    const { items } = await list({ from: T0 - HOUR, region: 'eu-west-1' })
    expect(items[0]).toMatchObject({ coldStarts: null, costUsd: null, maxMemoryUsedMb: null })
    expect(items[0]?.durationP95Ms).toBeCloseTo(90, -1)
  })

  it('draws the spark from equal buckets that add up to the total', async () => {
    const { items } = await list({ region: 'eu-west-1' })
    const spark = items[0]?.spark.values ?? []
    expect(spark).toHaveLength(30)
    expect(spark.reduce<number>((sum, value) => sum + (value ?? Number.NaN), 0)).toBe(12)
    expect(items[2]?.spark.values.every((value) => value === null)).toBe(true)
  })

  it('tells a last bucket that is whole from one that the window, or now, cuts off', async () => {
    const cutOf = async (to: number, nowMs: number) => {
      const { items } = await listFunctions(db, { from: T0, to, limit: 1 }, nowMs)
      return items[0]?.spark.isCut
    }
    expect(await cutOf(T0 + HOUR, T0 + 5 * HOUR)).toBe(false)
    expect(await cutOf(T0 + HOUR + MINUTE, T0 + 5 * HOUR)).toBe(true)
    expect(await cutOf(T0 + HOUR, T0 + HOUR - 30_000)).toBe(true)
  })

  it('pages without loss or repetition, also over equal names', async () => {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await list({ limit: 1, cursor })
      seen.push(...page.items.map((item) => item.arn))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(seen).toHaveLength(4)
    expect(new Set(seen).size).toBe(4)
  })

  it('filters by several accounts and regions', async () => {
    expect((await list({ region: 'eu-west-1,us-east-1' })).items).toHaveLength(4)
    expect((await list({ accountId: '999988887777' })).items).toHaveLength(1)
  })

  it('refuses the cursor of another listing', async () => {
    await expect(list({ cursor: 'bm9wZQ' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('says the same of a window that ends now, which it reads from whole days and hours', async () => {
    const fn = await seedFunction(db, await seedPlace(db, 'us-west-2'), 'running')
    const [from, to] = [T0 - 20 * HOUR, T0 + 31 * MINUTE]
    await seedSeries(db, fn, { covered: [[from, to]], points: { '-1100': 3, '-600': 4, 0: 5, 30: 7 } })
    await seedInvocations(db, fn, [
      { atMs: from - MINUTE, durationMs: 7000, coldStart: true },
      { atMs: from, durationMs: 50, coldStart: true },
      { atMs: T0 - HOUR, durationMs: 70 },
      { atMs: T0 + 30 * MINUTE, durationMs: 90, coldStart: true },
    ])
    await seedLogCoverage(db, fn, from, to)
    const request = { from, to, limit: 1, region: 'us-west-2' }
    const [later] = (await listFunctions(db, request, to + 5 * HOUR)).items
    const [live] = (await listFunctions(db, request, to)).items
    expect(live).toMatchObject({ invocations: 19, coldStarts: 2 })
    expect(live?.durationP95Ms).toBeCloseTo(90, -1)
    expect(live).toEqual(later)
  })
})

describe('listBusiestFunctions', () => {
  const window = { fromMs: T0, toMs: T0 + HOUR }

  it('describes the top of the table as a list of all does, and says how many there are', async () => {
    const { items, all } = await listBusiestFunctions(db, window, 2, T0 + 5 * HOUR)
    const everything = (await list()).items
    expect(all).toBe(everything.length)
    expect(items.map(({ name, invocations }) => [name, invocations])).toEqual([
      ['busy', 12],
      ['idle', 0],
    ])
    expect(items).toEqual(items.map(({ arn }) => everything.find((one) => one.arn === arn)))
  })

  it('ends with those of which nothing is known', async () => {
    const { items } = await listBusiestFunctions(db, window, 100, T0 + 5 * HOUR)
    expect(items.slice(0, 2).map(({ name }) => name)).toEqual(['busy', 'idle'])
    expect(items.slice(2).every(({ invocations }) => invocations === null)).toBe(true)
  })
})

describe('a window that is pulled in part', () => {
  it('sums as much of the window as is pulled where that is asked for, and says since when it is', async () => {
    const place = await seedPlace(db, 'eu-west-3')
    const fn = await seedFunction(db, place, 'young')
    const start = T0 + 15 * MINUTE
    const points = { 20: 5, 30: 7 }
    for (const metric of ['Invocations', 'Errors'])
      await seedSeries(db, fn, { metric, points, covered: [[start, T0 + HOUR]] })
    await seedInvocations(db, fn, [{ atMs: T0 + 30 * MINUTE, durationMs: 90, coldStart: true }])
    await seedLogCoverage(db, fn, start + 5 * MINUTE, T0 + HOUR, { targetFrom: new Date(start + 5 * MINUTE) })
    await seedMetricTarget(place.id, start)
    const asked = { region: 'eu-west-3', from: T0 }
    const whole = await list(asked)
    expect(whole).toMatchObject({ fromMs: T0, countedFromMs: T0, loggedFromMs: T0 })
    expect(whole.items[0]).toMatchObject({ invocations: null, coldStarts: null, costUsd: null })
    const pulled = await list({ ...asked, part: 'pulled' })
    expect(pulled).toMatchObject({ fromMs: T0, countedFromMs: start, loggedFromMs: start + 5 * MINUTE })
    expect(pulled.items[0]).toMatchObject({ invocations: 12, errors: 12, throttles: null, coldStarts: 1 })
    expect(pulled.items[0]?.spark).toEqual(whole.items[0]?.spark)
    const { items, all: _, ...top } = await listBusiestFunctions(db, { fromMs: T0, toMs: T0 + HOUR }, 9, T0 + 5 * HOUR)
    expect(top).toMatchObject({ countedFromMs: start, loggedFromMs: start + 5 * MINUTE })
    expect(items.find(({ name }) => name === 'young')).toMatchObject({ invocations: 12 })
    // What is never pulled is not 0.
    const before = await list({ ...asked, from: T0 - 2 * HOUR, to: T0 - HOUR, part: 'pulled' })
    expect(before).toMatchObject({ countedFromMs: T0 - HOUR, loggedFromMs: T0 - HOUR })
    expect(before.items[0]).toMatchObject({ invocations: null, coldStarts: null, costUsd: null })
  })
})
