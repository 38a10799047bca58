import { afterAll, beforeAll, expect, it } from 'vitest'
import { getFunctionConcurrency } from '@/lib/server/queries/get-function-concurrency'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { listLanes } from '@/lib/server/queries/list-lanes'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  HOUR,
  MINUTE,
  type SeededPlace,
  seedFunction,
  seedInvocations,
  seedLogCoverage,
  seedPartitions,
  seedPlace,
  seedSeries,
  seedStream,
  T0,
} from '@/lib/server/testing/seed'

let db: TestDb
let place: SeededPlace

const WINDOW = { from: T0, to: T0 + HOUR }
const LATER = T0 + 5 * HOUR

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  place = await seedPlace(db)
  await db.pool.query(
    'update account_region set concurrency_limit = 1000, unreserved_concurrency = 700 where id = $1',
    [place.id],
  )
  await lookedAtSince({ passes: 1, wholeSinceMs: T0 - HOUR })
  // The same account in another region must not be mixed in.
  const other = await seedPlace(db, 'us-east-1')
  for (const { at, unreserved } of [
    { at: place, unreserved: 300 },
    { at: other, unreserved: 999 },
  ]) {
    const account = { id: 0, name: '', place: at, groupId: 0 }
    const points = { 10: unreserved }
    await seedSeries(db, account, { metric: 'UnreservedConcurrentExecutions', statistic: 'Maximum', points })
    await seedSeries(db, account, { metric: 'ClaimedAccountConcurrency', statistic: 'Maximum', points: { 10: 600 } })
  }
})
afterAll(() => db.close())

/** As the step tells that looks at all functions. */
async function lookedAtSince(cursor: { passes: number; wholeSinceMs?: number; gaps?: Record<string, number | null> }) {
  const key = { accountRegionId: place.id, step: 'function-details', subject: '' }
  await db.prisma.syncState.upsert({
    where: { accountRegionId_step_subject: key },
    create: { ...key, kind: 'inventory', nextRunAt: new Date(T0), cursor },
    update: { cursor },
  })
}

async function seedThrottled(name: string, reserved: number | null) {
  const fn = await seedFunction(db, place, name, {
    ...{ reservedConcurrency: reserved, detailsKnownAt: new Date(T0) },
  })
  await seedSeries(db, fn, { points: { 9: 40, 10: 90 } })
  await seedSeries(db, fn, { metric: 'Throttles', points: { 10: 7 } })
  const concurrent = { metric: 'ConcurrentExecutions', statistic: 'Maximum', points: { 9: 4, 10: 5, 11: 2 } }
  await seedSeries(db, fn, concurrent)
  return fn
}

const concurrencyOf = async (name: string, qualifier?: string) =>
  getFunctionConcurrency(db, await getFunctionIdentity(db, name), { ...WINDOW, qualifier }, LATER)

it('names the reservation that was reached, with its numbers', async () => {
  await seedThrottled('reserved', 5)
  const { causes, minutes, throttles, throttledMinutes, concurrentMax } = await concurrencyOf('reserved')
  expect({ throttles, throttledMinutes, concurrentMax }).toEqual({
    throttles: 7,
    throttledMinutes: 1,
    concurrentMax: 5,
  })
  expect(causes.filter(({ verdict }) => verdict === 'cause').map(({ cause }) => cause)).toEqual(['reserved'])
  expect(minutes).toEqual([
    {
      ...{ atMs: T0 + 10 * MINUTE, periodMs: MINUTE, throttles: 7, invocations: 90 },
      ...{ peak: 5, claimed: 600, unreserved: 300, reserved: 5 },
    },
  ])
})

it('holds a past minute against what was reserved and provisioned then', async () => {
  const fn = await seedThrottled('changed', 50)
  const changeAt = (minute: number, own: { kind: string; subject: string; before: number; after?: number }) =>
    db.prisma.functionChange.create({
      data: {
        ...{ accountRegionId: place.id, functionId: fn.id, at: new Date(T0 + minute * MINUTE) },
        ...{ knownAfter: new Date(T0 + minute * MINUTE), noticedAt: new Date(T0 + minute * MINUTE), ...own },
      },
    })
  await changeAt(20, { kind: 'concurrency', subject: '', before: 5, after: 50 })
  await changeAt(30, { kind: 'provisioned', subject: 'live', before: 3 })
  const { causes, minutes, reserved, reservedThen, poolThen, provisioned } = await concurrencyOf('changed')
  expect(causes.find(({ cause }) => cause === 'reserved')).toMatchObject({ verdict: 'cause', minutes: 1 })
  expect([minutes[0]?.reserved, reserved]).toEqual([5, 50])
  expect([reservedThen[10], reservedThen[40], poolThen[10], poolThen[40]]).toEqual([5, 50, 745, 700])
  // What was provisioned then is shown, though it no longer is.
  expect(provisioned.map(({ qualifier, requested, stood }) => [qualifier, requested, stood[10], stood[40]])).toEqual([
    ['live', null, 3, 0],
  ])
})

it('does not know what was reserved before the first look at the functions', async () => {
  await seedThrottled('unseen', 5)
  const reservedOf = async () => {
    const { causes, minutes, heldFromMs, unsureMinutes } = await concurrencyOf('unseen')
    const cause = causes.find((one) => one.cause === 'reserved')
    return [heldFromMs, cause?.verdict, minutes[0]?.reserved, unsureMinutes]
  }
  await lookedAtSince({ passes: 1, wholeSinceMs: T0 + 10 * MINUTE })
  expect(await reservedOf()).toEqual([T0 + 10 * MINUTE, 'cause', 5, 0])
  await lookedAtSince({ passes: 1, wholeSinceMs: T0 + 11 * MINUTE })
  expect(await reservedOf()).toEqual([T0 + 11 * MINUTE, 'possible', null, 1])
  await lookedAtSince({ passes: 0 })
  expect(await reservedOf()).toEqual([null, 'possible', null, 1])
  // An operation that was refused, and then answered.
  const GetFunction = T0 + 20 * MINUTE
  await lookedAtSince({ passes: 1, wholeSinceMs: T0 - HOUR, gaps: { GetPolicy: null, GetFunction } })
  expect(await reservedOf()).toEqual([GetFunction, 'possible', null, 1])
  await lookedAtSince({ passes: 1, wholeSinceMs: T0 - HOUR, gaps: { GetFunction: null } })
  expect(await reservedOf()).toEqual([null, 'possible', null, 1])
  await lookedAtSince({ passes: 1, wholeSinceMs: T0 - HOUR })
})

it('tells what was certainly reserved though the pool may just have been changed, and no qualifier that was provisioned later', async () => {
  const fn = await seedThrottled('later', 5)
  const neighbour = await seedFunction(db, place, 'neighbour', { reservedConcurrency: 20 })
  const changed = (functionId: number, minute: number, own: object) =>
    db.prisma.functionChange.create({
      data: {
        ...{ accountRegionId: place.id, functionId, subject: '', at: new Date(T0 + minute * MINUTE) },
        ...{ knownAfter: new Date(T0 + (minute - 5) * MINUTE), noticedAt: new Date(T0 + minute * MINUTE) },
        ...{ kind: 'concurrency', ...own },
      },
    })
  await changed(neighbour.id, 12, { before: 10, after: 20 })
  // Both after the window: what stood for half an hour then was not provisioned in it.
  await changed(fn.id, 90, { kind: 'provisioned', subject: 'trial', after: 3 })
  await changed(fn.id, 120, { kind: 'provisioned', subject: 'trial', before: 3 })
  const { minutes, provisioned } = await concurrencyOf('later')
  expect(minutes.map(({ reserved }) => reserved)).toEqual([5])
  expect(provisioned).toEqual([])
  const { provisioned: stood } = await getFunctionConcurrency(
    db,
    await getFunctionIdentity(db, 'later'),
    { from: T0 + 80 * MINUTE, to: T0 + 140 * MINUTE },
    LATER,
  )
  expect(stood.map(({ qualifier }) => qualifier)).toEqual(['trial'])
  await db.prisma.functionChange.deleteMany()
})

it('tells the highest of the window itself, not of the periods that reach beyond it', async () => {
  const fn = await seedFunction(db, place, 'edges')
  const covered: [number, number][] = [[T0, T0 + 5 * HOUR]]
  const most = { metric: 'ConcurrentExecutions', statistic: 'Maximum', covered, points: { 5: 99, 8: 3, 200: 4 } }
  await seedSeries(db, fn, { covered, points: { 5: 1, 8: 1 } })
  await seedSeries(db, fn, { ...most })
  const window = { from: T0 + 7 * MINUTE, to: T0 + 4 * HOUR }
  const identity = await getFunctionIdentity(db, 'edges')
  const { periodMs, concurrent, concurrentMax } = await getFunctionConcurrency(db, identity, window, LATER)
  expect([periodMs, concurrent[0], concurrentMax]).toEqual([5 * MINUTE, 99, 4])
})

it('rules out a pool that was not used up, with the account’s figures of this region', async () => {
  await seedThrottled('pooled', null)
  const { causes, pool, accountLimit } = await concurrencyOf('pooled')
  expect({ pool, accountLimit }).toEqual({ pool: 700, accountLimit: 1000 })
  expect(causes.find(({ cause }) => cause === 'account-pool')).toMatchObject({
    verdict: 'ruled out',
    evidence: expect.stringContaining('300 unreserved, 600 claimed'),
  })
})

it('reads what CloudWatch keeps by the hour as hours', async () => {
  const fn = await seedThrottled('old', null)
  await db.pool.query(
    `update metric_hour h set points = '{4000}' from metric_series s where s.id = h.series_id and s.function_id = $1`,
    [fn.id],
  )
  const { causes, minutes, throttledMinutes, longestPeriodMs } = await concurrencyOf('old')
  expect({ throttledMinutes, longestPeriodMs }).toEqual({ throttledMinutes: 1, longestPeriodMs: HOUR })
  // What the account had in one of its minutes is not what it had in the hour.
  expect(minutes).toMatchObject([{ atMs: T0, periodMs: HOUR, throttles: 4_000, claimed: null, unreserved: null }])
  expect(causes.find(({ cause }) => cause === 'request-rate')?.evidence).toContain('2.22 a second')
})

it('tells a known nothing from what is not known', async () => {
  const quiet = await seedFunction(db, place, 'quiet', { detailsKnownAt: new Date(T0) })
  await seedSeries(db, quiet, { metric: 'Throttles' })
  await seedSeries(db, quiet, { metric: 'ConcurrentExecutions', statistic: 'Maximum' })
  expect(await concurrencyOf('quiet')).toMatchObject({
    throttles: 0,
    throttledMinutes: 0,
    concurrentMax: 0,
    settingsRead: true,
    causes: [],
  })
  const idle = await seedFunction(db, place, 'idle')
  await seedSeries(db, idle, {})
  expect((await concurrencyOf('idle')).concurrentMax).toBe(0)
  await seedFunction(db, place, 'unknown')
  expect(await concurrencyOf('unknown')).toMatchObject({
    ...{ throttles: null, throttledMinutes: null, concurrentMax: null, settingsRead: false },
  })
})

it('shows what is provisioned of each qualifier, and how it was used', async () => {
  const fn = await seedFunction(db, place, 'warm')
  const configured = { functionId: fn.id, requested: 4, allocated: 3, available: 3, status: 'IN_PROGRESS' }
  await db.prisma.provisionedConcurrency.create({ data: { ...configured, qualifier: 'live', seenAt: new Date(T0) } })
  await db.prisma.functionAlias.create({
    data: { functionId: fn.id, name: 'live', version: '1', weights: {}, seenAt: new Date(T0) },
  })
  const ofLive = (metric: string, statistic: string, points: Record<number, number>) =>
    seedSeries(db, fn, { qualifier: 'live', metric, statistic, points })
  await ofLive('ProvisionedConcurrentExecutions', 'Maximum', { 3: 2, 4: 3 })
  await ofLive('ProvisionedConcurrencyUtilization', 'Maximum', { 3: 0.67, 4: 1 })
  await ofLive('ProvisionedConcurrencyInvocations', 'Sum', { 3: 20, 4: 30 })
  await ofLive('ProvisionedConcurrencySpilloverInvocations', 'Sum', { 4: 6 })
  const { provisioned } = await concurrencyOf('warm')
  expect(provisioned).toHaveLength(1)
  expect(provisioned[0]).toMatchObject({
    ...{ qualifier: 'live', allocated: 3, requested: 4, inUseMax: 3, utilisationMax: 1, invocations: 50, spillover: 6 },
  })
  expect(provisioned[0]?.inUse.slice(2, 6)).toEqual([0, 2, 3, 0])
  expect((await concurrencyOf('warm', '$LATEST')).provisioned).toEqual([])
})

it('lists invocations with their environments, newest first', async () => {
  const fn = await seedFunction(db, place, 'lanes')
  await seedLogCoverage(db, fn, T0, T0 + HOUR)
  const streamId = await seedStream(db, fn, '2026/11/20/[7]abc', '7')
  await seedInvocations(db, fn, [
    { atMs: T0, initMs: 200, coldStart: true },
    { atMs: T0 + 1000, streamId, version: '7' },
    { atMs: T0 + HOUR },
  ])
  const identity = await getFunctionIdentity(db, 'lanes')
  const { environments, isWhole, read } = await listLanes(db, identity, WINDOW, LATER)
  expect([isWhole, read]).toEqual([true, null])
  expect((await listLanes(db, identity, { from: LATER, to: LATER + HOUR }, LATER + HOUR)).read).toMatchObject({
    share: 0,
  })
  expect(
    environments.flatMap(({ name, calls }) =>
      calls.map(({ version, startMs, initMs }) => [name.slice(-3), version, startMs - T0, initMs]),
    ),
  ).toEqual([
    ['abc', '7', 1000, null],
    [`00${fn.id % 10}`, '$LATEST', 0, 200],
  ])
})
