import { afterAll, beforeAll, expect, it } from 'vitest'
import { getLedger } from '@/lib/server/queries/get-ledger'
import { getPlan } from '@/lib/server/queries/get-plan'
import { listHolders } from '@/lib/server/queries/list-holders'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  HOUR,
  MINUTE,
  type SeededFunction,
  type SeededPlace,
  seedFunction,
  seedPartitions,
  seedPlace,
  seedSeries,
  T0,
} from '@/lib/server/testing/seed'

let db: TestDb
let place: SeededPlace

const PLACE = { accountId: '111122223333', region: 'eu-west-1' }
const LATER = T0 + 5 * HOUR
const highest = (fn: SeededFunction, metric: string, points: Record<number, number>) =>
  seedSeries(db, fn, { metric, statistic: 'Maximum', points })

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  place = await seedPlace(db)
  await db.prisma.accountRegion.update({
    where: { id: place.id },
    data: { concurrencyLimit: 1_000, unreservedConcurrency: 940 },
  })
  const account = { id: 0, name: '', place, groupId: 0 }
  await highest(account, 'ClaimedAccountConcurrency', { 9: 75, 10: 90 })
  await highest(account, 'ConcurrentExecutions', { 9: 30, 10: 42 })
  await highest(account, 'UnreservedConcurrentExecutions', { 9: 20, 10: 27 })
  const reserved = await seedFunction(db, place, 'reserved', { reservedConcurrency: 60 })
  await highest(reserved, 'ConcurrentExecutions', { 8: 3, 10: 15 })
  await seedSeries(db, reserved, { metric: 'Throttles', points: { 10: 4 } })
  const warm = await seedFunction(db, place, 'warm')
  const provisioned = { functionId: warm.id, seenAt: new Date(T0) }
  await db.prisma.provisionedConcurrency.createMany({
    data: [
      { ...provisioned, qualifier: 'live', requested: 4, allocated: 3 },
      { ...provisioned, qualifier: '7', requested: 2 },
    ],
  })
  await highest(warm, 'ConcurrentExecutions', { 9: 2, 10: 7 })
  await seedSeries(db, warm, { metric: 'Throttles' })
  const busy = await seedFunction(db, place, 'busy')
  await highest(busy, 'ConcurrentExecutions', { 9: 18, 10: 20 })
  // The reservation was 40 until the tenth minute.
  await db.prisma.functionChange.create({
    data: {
      ...{
        accountRegionId: place.id,
        functionId: reserved.id,
        kind: 'concurrency',
        subject: '',
        before: 40,
        after: 60,
      },
      ...{
        at: new Date(T0 + 9.5 * MINUTE),
        knownAfter: new Date(T0 + 8.5 * MINUTE),
        noticedAt: new Date(T0 + 9.5 * MINUTE),
      },
    },
  })
  await db.pool.query('update lambda_function set details_known_at = now()')
  const key = { accountRegionId: place.id, step: 'function-details', subject: '' }
  const cursor = { passes: 1, wholeSinceMs: T0 + 8 * MINUTE }
  await db.prisma.syncState.create({ data: { ...key, kind: 'inventory', nextRunAt: new Date(T0), cursor } })
  await seedPlace(db, 'us-east-1')
})
afterAll(() => db.close())

const ledger = (own = {}) => getLedger(db, { from: T0, to: T0 + HOUR, ...PLACE, ...own }, LATER)
const plan = (text: string) => getPlan(db, { ...PLACE, plan: text }, LATER)

it('adds up what is claimed, with what was reserved then', async () => {
  const data = await ledger()
  expect(data).toMatchObject({ limit: 1_000, pool: 940, claimedMax: 90, concurrentMax: 42, periodMs: MINUTE })
  const at = (minute: number) =>
    [data.reserved, data.provisioned, data.onDemand, data.claimed].map((one) => one[minute])
  expect(at(9)).toEqual([40, 5, 30, 75])
  expect(at(10)).toEqual([60, 5, 25, 90])
  // Minutes of which CloudWatch has no point had nothing on demand.
  expect(at(11)).toEqual([60, 5, 0, 65])
  expect(data.bands.map(({ values, ...of }) => [of, values[9], values[10]])).toEqual([
    [{ functionName: 'reserved', qualifier: null }, 40, 60],
    [{ functionName: 'warm', qualifier: 'live' }, 3, 3],
    [{ functionName: 'warm', qualifier: '7' }, 2, 2],
  ])
  expect([data.pools[9], data.pools[10]]).toEqual([960, 940])
  expect(data.unreadFunctions).toBe(0)
  expect(data.functions).toEqual([
    {
      ...{
        functionName: 'reserved',
        reserved: 60,
        provisioned: null,
        provisionedBy: [],
        isSteady: false,
        peak: 15,
        throttles: 4,
      },
    },
    {
      ...{ functionName: 'warm', reserved: null, provisioned: 5, isSteady: true, peak: 7, throttles: 0 },
      provisionedBy: [
        { qualifier: '7', provisioned: 2 },
        { qualifier: 'live', provisioned: 3 },
      ],
    },
  ])
})

it('shows longer periods as they were in their highest minute, and nothing beyond what is answered', async () => {
  const data = await ledger({ from: T0, to: T0 + 12 * HOUR })
  expect(data.periodMs).toBe(5 * MINUTE)
  expect([data.claimed[2], data.peakAtMs[2]]).toEqual([90, T0 + 10 * MINUTE])
  expect([data.claimed[20], data.reserved[20]]).toEqual([null, null])
})

it('tells the highest of the window itself, not of the periods that reach beyond it', async () => {
  const { periodMs, claimedMax, concurrentMax } = await ledger({ from: T0 + 11 * MINUTE, to: T0 + 12 * HOUR })
  expect(periodMs).toBe(5 * MINUTE)
  // In the tenth minute 90 were claimed, and 42 in use.
  expect([claimedMax, concurrentMax]).toEqual([65, 0])
})

it('chooses the place with the most functions, and knows no other', async () => {
  const data = await getLedger(db, { from: T0, to: T0 + HOUR }, LATER)
  expect(data.place).toEqual(PLACE)
  expect(data.places).toHaveLength(2)
  expect((await ledger({ region: 'us-east-1' })).claimedMax).toBeNull()
  await expect(ledger({ region: 'nowhere' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

it('names who held the pool in a minute', async () => {
  const holders = await listHolders(db, { ...PLACE, at: T0 + 10 * MINUTE + 12_345 })
  expect(holders).toMatchObject({ atMs: T0 + 10 * MINUTE, claimed: 90, concurrent: 42, unreserved: 27 })
  expect(
    holders.functions.map(({ functionName, peak, reserved, provisioned, throttles }) => [
      functionName,
      peak,
      reserved,
      provisioned,
      throttles,
    ]),
  ).toEqual([
    ['busy', 20, null, null, null],
    ['reserved', 15, 60, null, 4],
    ['warm', 7, null, 5, 0],
  ])
  // The reservation was another one then.
  expect((await listHolders(db, { ...PLACE, at: T0 + 8 * MINUTE })).functions).toMatchObject([
    { functionName: 'reserved', reserved: 40 },
  ])
  expect((await listHolders(db, { ...PLACE, at: T0 + 8 * MINUTE })).isHeldKnown).toBe(true)
  const nobody = { functions: [], concurrent: null }
  expect(await listHolders(db, { ...PLACE, at: T0 + 11 * MINUTE })).toMatchObject({ ...nobody, isAnswered: true })
  expect(await listHolders(db, { ...PLACE, at: T0 + 2 * HOUR })).toMatchObject({ ...nobody, isAnswered: false })
})

it('does not know what functions held before the first look at them, and says since when it does', async () => {
  const key = { accountRegionId: place.id, step: 'function-details', subject: '' }
  const lookedAt = (cursor: object) =>
    db.prisma.syncState.update({ where: { accountRegionId_step_subject: key }, data: { cursor } })
  const holders = () => listHolders(db, { ...PLACE, at: T0 + 10 * MINUTE })
  await lookedAt({ passes: 1, wholeSinceMs: T0 + 10.5 * MINUTE })
  const { isHeldKnown, functions } = await holders()
  expect(isHeldKnown).toBe(false)
  expect(functions.map(({ reserved, provisioned }) => [reserved, provisioned])).toEqual([
    [null, null],
    [null, null],
    [null, null],
  ])
  expect([(await ledger()).heldFromMs, (await plan('busy=19')).heldFromMs]).toEqual([
    T0 + 10.5 * MINUTE,
    T0 + 10.5 * MINUTE,
  ])
  await lookedAt({ passes: 0 })
  expect([(await holders()).isHeldKnown, (await ledger()).heldFromMs]).toEqual([false, null])
  await lookedAt({ passes: 1, wholeSinceMs: T0 + 8 * MINUTE })
})

it('says how long the period is that it tells the holders of', async () => {
  const at = T0 - 23 * HOUR
  const { id } = await seedFunction(db, place, 'old')
  const key = { accountRegionId: place.id, functionId: id, qualifier: '', executedVersion: '', subject: '' }
  const series = await db.prisma.metricSeries.create({
    data: { ...key, metric: 'ConcurrentExecutions', statistic: 'Maximum' },
  })
  await db.pool.query(`insert into metric_hour values ($1, $2, $3, '{8}')`, [place.id, series.id, new Date(at)])
  const old = await listHolders(db, { ...PLACE, at: at + 10 * MINUTE })
  expect(old).toMatchObject({ periodMs: HOUR, isAnswered: false, functions: [{ functionName: 'old', peak: 8 }] })
  expect(await listHolders(db, { ...PLACE, at: T0 + 10 * MINUTE })).toMatchObject({ periodMs: MINUTE })
})

it('holds a plan against AWS’s rules and against last week', async () => {
  const tight = await plan('busy=19')
  expect(tight).toMatchObject({ reservedNow: 60, reservedPlanned: 79, poolPlanned: 921, refusals: [] })
  expect(tight.functions).toEqual([
    {
      ...{ functionName: 'busy', reservedNow: null, planned: 19, knownMs: HOUR, peak: 20, minutesOver: 1 },
      ...{ worstAtMs: T0 + 10 * MINUTE, throttledMinutes: null },
    },
  ])
  // 30 were taken, 5 of them provisioned. What busy used no longer is. When the reservation was changed is not certain.
  expect(tight.pool).toEqual({ knownMs: 59 * MINUTE, peak: 10, minutesOver: 0, worstAtMs: null })
  const refused = await plan('busy=841')
  expect(refused.refusals).toHaveLength(2)
  // What cannot be made cannot have throttled anything.
  expect(refused).toMatchObject({ functions: [], pool: { peak: null, minutesOver: null } })
  expect((await plan('reserved=none')).pool.peak).toBe(45)
  await expect(plan('busy=x')).rejects.toMatchObject({ code: 'BAD_REQUEST' })
})

it('does not replay a plan over minutes in which what is provisioned of its functions may have been changed', async () => {
  const { id } = await db.prisma.lambdaFunction.findFirstOrThrow({ where: { name: 'warm' } })
  const [knownAfter, at] = [new Date(T0 + 15 * MINUTE), new Date(T0 + 20 * MINUTE)]
  const change = { kind: 'provisioned', subject: 'live', before: 30, after: 4, knownAfter, at, noticedAt: at }
  const data = { accountRegionId: place.id, functionId: id, ...change }
  const { id: changeId } = await db.prisma.functionChange.create({ data })
  expect((await plan('warm=50')).pool.knownMs).toBe(54 * MINUTE)
  expect((await plan('busy=19')).pool.knownMs).toBe(59 * MINUTE)
  await db.prisma.functionChange.delete({ where: { id: changeId } })
})

it('replays a plan over no more of the week than is known', async () => {
  await seedFunction(db, place, 'unread')
  const unknown = { knownMs: 0, peak: null, minutesOver: null, worstAtMs: null }
  const moved = await plan('unread=10')
  expect(moved.functions).toMatchObject([{ ...unknown, throttledMinutes: null }])
  expect(moved.pool).toEqual(unknown)
  const idle = await seedFunction(db, place, 'idle')
  await seedSeries(db, idle, { covered: [[T0, T0 + 10.5 * MINUTE]] })
  await seedSeries(db, idle, { metric: 'Throttles', covered: [[T0, T0 + 5 * MINUTE]] })
  const partly = await plan('idle=10')
  const known = { knownMs: 10.5 * MINUTE, peak: 0, minutesOver: 0 }
  expect(partly.functions).toMatchObject([{ ...known, throttledMinutes: null }])
  // What was taken in the tenth minute is known, but not of it what the function took. What is provisioned is taken always.
  expect(partly.pool).toMatchObject({ knownMs: 9.5 * MINUTE, peak: 5 })
})

it('does not call on demand what may be reserved, while settings are not read', async () => {
  await db.pool.query(`update lambda_function set details_known_at = null where name = 'warm'`)
  const data = await ledger()
  expect([data.reserved[10], data.provisioned[10], data.onDemand[10], data.claimed[10]]).toEqual([null, null, null, 90])
  expect(data.unreadFunctions).toBeGreaterThan(0)
})

it('does not call on demand what may be reserved, while an operation that tells it is refused', async () => {
  await db.pool.query('update lambda_function set details_known_at = now()')
  expect((await ledger()).unreadFunctions).toBe(0)
  const refused = { accountRegionId: place.id, service: 'lambda', operation: 'GetFunction', state: 'denied' }
  await db.prisma.apiState.create({ data: refused })
  const data = await ledger()
  expect([data.reserved[10], data.provisioned[10], data.onDemand[10], data.claimed[10]]).toEqual([null, null, null, 90])
  expect(data.unreadFunctions).toBe(await db.prisma.lambdaFunction.count())
})
