import { afterAll, beforeAll, expect, it } from 'vitest'
import { lambdaPrice } from '@/lib/server/lambda-prices'
import { readColdStartFacts } from '@/lib/server/queries/explain-cold-starts'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getPerformance } from '@/lib/server/queries/get-performance'
import { listInvocations } from '@/lib/server/queries/list-invocations'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  HOUR,
  MINUTE,
  type SeededPlace,
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
let place: SeededPlace

const WINDOW = { from: T0, to: T0 + HOUR }
const LATER = T0 + 5 * HOUR
const SEEDS = Array.from({ length: 90 }, (_, index) => ({
  atMs: T0 + Math.floor(index / 3) * MINUTE + (index % 3) * 1000,
  durationMs: 10 + ((index * 37) % 400) + 0.25,
  version: index % 2 === 0 ? '7' : '8',
  result: index % 10 === 0 ? 'error' : 'success',
  coldStart: index % 9 === 0,
  initMs: index % 9 === 0 ? 300 : null,
  billedMs: index % 9 === 0 ? 11 + ((index * 37) % 400) + 300 : 11 + ((index * 37) % 400),
}))

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  place = await seedPlace(db)
  const fn = await seedFunction(db, place, 'busy', { timeoutS: 3, runtime: 'python3.13', snapStart: 'None' })
  await db.prisma.functionVersion.createMany({
    data: [
      { functionId: fn.id, version: '7', timeoutS: 3, memoryMb: 1024, seenAt: new Date(T0) },
      { functionId: fn.id, version: '8', timeoutS: 60, memoryMb: 1024, seenAt: new Date(T0) },
    ],
  })
  await seedAlias(db, fn, 'torn', '7')
  await seedInvocations(db, fn, SEEDS)
  await seedLogCoverage(db, fn, T0, T0 + 45 * MINUTE)
  const points = Object.fromEntries(Array.from({ length: 30 }, (_, minute) => [minute, 2]))
  await seedSeries(db, fn, { metric: 'ConcurrentExecutions', statistic: 'Maximum', points })
})
afterAll(() => db.close())

const performanceOf = async (qualifier?: string, name = 'busy') =>
  getPerformance(db, await getFunctionIdentity(db, name), { ...WINDOW, qualifier }, LATER)

/** From a moment on its invocations are of another Memory Size: those of a test have a GB. */
async function resize(functionId: number, memoryMb: number, sinceMs: number) {
  const values = [functionId, memoryMb, new Date(sinceMs)]
  await db.pool.query('update invocation set memory_mb = $2 where function_id = $1 and started_at >= $3', values)
  await db.pool.query('update invocation_minute set memory_mb = $2 where function_id = $1 and at >= $3', values)
}

it('has cells that hold as many invocations as their list shows', async () => {
  const { heat } = await performanceOf()
  const identity = await getFunctionIdentity(db, 'busy')
  let cells = 0
  for (const { fromMs, toMs, counts } of heat?.columns.slice(0, 12) ?? []) {
    for (const [index, count] of (counts ?? []).entries()) {
      const band = heat?.bands[index]
      const bounds = { minDurationMs: band?.fromMs ?? undefined, maxDurationMs: band?.toMs }
      const request = { from: fromMs, to: toMs, limit: 100, sort: 'newest' as const, ...bounds }
      const { items } = await listInvocations(db, identity, request, LATER)
      expect(items).toHaveLength(count)
      if (count > 0) cells += 1
    }
  }
  expect(cells).toBeGreaterThan(5)
})

it('tells minutes that are not read from those in which nothing ran', async () => {
  const { heat, isWhole } = await performanceOf()
  const known = heat?.columns.map(({ counts }) => counts !== null)
  expect(isWhole).toBe(false)
  expect(known?.slice(0, 45)).toEqual(Array(45).fill(true))
  expect(known?.slice(45)).toEqual(Array(15).fill(false))
})

it('adds up by version, by memory and cold or warm', async () => {
  const { total, versions, sample, groups, coldStarts } = await performanceOf()
  expect(total?.invocations).toBe(90)
  expect(versions.map(({ version, invocations, errors }) => [version, invocations, errors])).toEqual([
    ['8', 45, 0],
    ['7', 45, 9],
  ])
  expect(sample).toMatchObject({ invocations: 90, isWhole: true })
  expect(groups.map(({ cold, invocations }) => [cold, invocations])).toEqual([
    [false, 80],
    [true, 10],
  ])
  const cold = SEEDS.filter((seed) => seed.coldStart)
  const sorted = cold.map(({ durationMs }) => durationMs).sort((a, b) => a - b)
  expect(groups[1]).toMatchObject({ p50Ms: sorted[4], maxMs: sorted[9], initP50Ms: 300, memoryMb: 1024 })
  expect(coldStarts?.coldStarts).toBe(10)
  expect(coldStarts?.provisioned?.plans.map(({ environments }) => environments)).toEqual([1, 2])
  expect(coldStarts?.snapStart).toMatchObject({ state: 'possible' })
})

it('counts the window that is asked for, also where periods of the heat map reach beyond it', async () => {
  const identity = await getFunctionIdentity(db, 'busy')
  const [from, to] = [T0 + 7 * MINUTE, T0 + 5 * HOUR]
  const { fromMs, toMs, heat, total, coldStarts, groups } = await getPerformance(db, identity, { from, to }, LATER)
  expect([fromMs, toMs, heat?.periodMs]).toEqual([from, to, 5 * MINUTE])
  expect([heat?.columns[0]?.fromMs, heat?.columns.length]).toEqual([T0 + 5 * MINUTE, 59])
  const inWindow = SEEDS.filter(({ atMs }) => atMs >= from)
  expect(total?.invocations).toBe(inWindow.length)
  expect(coldStarts?.coldStarts).toBe(inWindow.filter(({ coldStart }) => coldStart).length)
  expect(groups.reduce((sum, { invocations }) => sum + invocations, 0)).toBe(inWindow.length)
  const inCells = heat?.columns.flatMap(({ counts }) => counts ?? []).reduce((sum, count) => sum + count, 0)
  expect(inCells).toBe(inWindow.length)
})

it('judges each version by its own timeout', async () => {
  const { versions } = await performanceOf()
  expect(versions.map(({ version, timeoutS, timeoutVerdict }) => [version, timeoutS, timeoutVerdict])).toEqual([
    ['8', 60, 'loose'],
    ['7', 3, 'fine'],
  ])
})

it('holds $LATEST against the timeout that stood then, and judges none that was changed meanwhile', async () => {
  const fn = await seedFunction(db, place, 'retimed', { timeoutS: 60 })
  await seedInvocations(db, fn, [{ atMs: T0 + MINUTE, durationMs: 2_900 }])
  await seedLogCoverage(db, fn, T0, T0 + HOUR)
  const change = {
    functionId: fn.id,
    accountRegionId: place.id,
    kind: 'configuration',
    subject: 'timeout_s',
    before: 3,
  }
  const changeAt = async (at: Date) => {
    await db.prisma.functionChange.deleteMany({ where: { functionId: fn.id } })
    await db.prisma.functionChange.create({
      data: { ...change, at, statedAt: at, knownAfter: new Date(T0), noticedAt: at },
    })
    return (await performanceOf(undefined, 'retimed')).versions[0]
  }
  expect((await performanceOf(undefined, 'retimed')).versions[0]).toMatchObject({
    timeoutS: 60,
    timeoutVerdict: 'loose',
  })
  expect(await changeAt(new Date(T0 + 2 * HOUR))).toMatchObject({ timeoutS: 3, timeoutVerdict: 'close' })
  const within = await changeAt(new Date(T0 + 30 * MINUTE))
  expect(within).toMatchObject({ timeoutS: null, timeoutVerdict: null, timeoutChanged: true })
  expect(await changeAt(new Date(T0 - MINUTE))).toMatchObject({ timeoutS: 60, timeoutChanged: false })
})

it('narrows to a version, and says why an alias cannot be told apart', async () => {
  expect((await performanceOf('7')).total?.invocations).toBe(45)
  const torn = await performanceOf('torn')
  expect(torn.heat).toBeNull()
  expect(torn.reason).toMatch(/told apart|CloudWatch/)
})

it('says that nothing is known where no line is read, and that nothing ran where all is', async () => {
  await seedFunction(db, place, 'unread')
  expect(await performanceOf(undefined, 'unread')).toMatchObject({ heat: null, total: null, isWhole: false })
  const idle = await seedFunction(db, place, 'idle')
  await seedLogCoverage(db, idle, T0, T0 + HOUR)
  expect(await performanceOf(undefined, 'idle')).toMatchObject({ reason: null, isWhole: true, memory: null })
  await expect(performanceOf('nope')).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

it('counts the memory that cold starts of published versions restore, where that is charged', async () => {
  const cold = { billedMs: 110, durationMs: 10, coldStart: true, initMs: 100 }
  const seeds = [
    { ...cold, atMs: T0 + MINUTE, version: '1' },
    { ...cold, atMs: T0 + 2 * MINUTE, version: '$LATEST' },
  ]
  const usd: number[] = []
  for (const [name, runtime] of Object.entries({ restored: 'python3.13', free: 'java21' })) {
    const fn = await seedFunction(db, place, name, { runtime, snapStart: 'PublishedVersions' })
    await seedInvocations(db, fn, seeds)
    await seedLogCoverage(db, fn, T0, T0 + HOUR)
    usd.push((await performanceOf(undefined, name)).coldStarts?.usd ?? Number.NaN)
  }
  const [restored = Number.NaN, free = Number.NaN] = usd
  expect(restored - free).toBeCloseTo(lambdaPrice(place.region, 'x86_64').usdPerRestoredGb, 12)
})

it('counts the memory that each version restores, whichever size ran last', async () => {
  const cold = { billedMs: 110, durationMs: 10, coldStart: true, initMs: 100 }
  const usd: number[] = []
  for (const memoryMb of [512, 1024]) {
    const name = `restored-${memoryMb}`
    const fn = await seedFunction(db, place, name, { runtime: 'python3.13', snapStart: 'PublishedVersions' })
    await db.prisma.functionVersion.create({
      data: { functionId: fn.id, version: '1', memoryMb, seenAt: new Date(T0) },
    })
    await seedInvocations(db, fn, [
      { ...cold, atMs: T0 + MINUTE, version: '1' },
      { ...cold, atMs: T0 + 2 * MINUTE, version: '2' },
    ])
    await seedLogCoverage(db, fn, T0, T0 + HOUR)
    usd.push((await performanceOf(undefined, name)).coldStarts?.usd ?? Number.NaN)
  }
  const [half = Number.NaN, whole = Number.NaN] = usd
  expect(whole - half).toBeCloseTo(lambdaPrice(place.region, 'x86_64').usdPerRestoredGb / 2, 12)
})

it('tells restores from inits of $LATEST and of versions that were published without SnapStart', async () => {
  const cold = { billedMs: 110, durationMs: 10, coldStart: true, initMs: 100 }
  const fn = await seedFunction(db, place, 'snapped', { runtime: 'java21', snapStart: 'PublishedVersions' })
  const version = { functionId: fn.id, memoryMb: 1024, seenAt: new Date(T0) }
  await db.prisma.functionVersion.createMany({
    data: [
      { ...version, version: '1', settings: { snapStart: 'None' } },
      { ...version, version: '2', settings: { snapStart: 'PublishedVersions' } },
    ],
  })
  await seedInvocations(db, fn, [
    ...['1', '2', '2', '$LATEST'].map((name, minute) => ({ ...cold, atMs: T0 + minute * MINUTE, version: name })),
  ])
  await seedLogCoverage(db, fn, T0, T0 + HOUR)
  const { coldStarts } = await performanceOf(undefined, 'snapped')
  expect(coldStarts?.snapStart).toEqual({ state: 'on', restores: 2, inits: 2 })
})

it('judges memory by what ran at the size that ran last', async () => {
  const fn = await seedFunction(db, place, 'resized', { memoryMb: 512 })
  const seeds = Array.from({ length: 40 }, (_, minute) => ({ atMs: T0 + minute * MINUTE, billedMs: 1_000 }))
  await seedInvocations(db, fn, seeds)
  await resize(fn.id, 512, T0 + 30 * MINUTE)
  await seedLogCoverage(db, fn, T0, T0 + HOUR)
  const { memory } = await performanceOf(undefined, 'resized')
  expect(memory).toMatchObject({ memoryMb: 512, verdict: 'lower', toMb: 128 })
  // Ten calls of half an hour, and not forty of an hour: rollups of a test count a GB.
  const gbSeconds = 10 * lambdaPrice(place.region, 'x86_64').usdPerGbSecond
  expect(memory?.usdPerMonth?.least).toBeCloseTo(-0.75 * gbSeconds * ((30 * 24 * HOUR) / (30 * MINUTE)), 9)
})

it('judges the size that ran last, also where a larger one ran in the same period', async () => {
  const fn = await seedFunction(db, place, 'lowered', { memoryMb: 512 })
  const seeds = Array.from({ length: 25 }, (_, minute) => ({ atMs: T0 + minute * MINUTE, billedMs: 1_000 }))
  await seedInvocations(db, fn, seeds)
  await resize(fn.id, 512, T0 + 20 * MINUTE)
  await seedLogCoverage(db, fn, T0, T0 + HOUR)
  const identity = await getFunctionIdentity(db, 'lowered')
  const { heat, memory } = await getPerformance(db, identity, { from: T0 - 2 * 24 * HOUR, to: T0 + HOUR }, LATER)
  expect(heat?.periodMs).toBe(30 * MINUTE)
  expect(memory).toMatchObject({ memoryMb: 512, verdict: 'lower', toMb: 128 })
})

it('plans provisioned concurrency beside what stands for the qualifier, or an alias that leads to it', async () => {
  const { id: functionId } = await getFunctionIdentity(db, 'busy')
  await db.prisma.provisionedConcurrency.create({
    data: { functionId, qualifier: 'torn', requested: 2, allocated: 1, seenAt: new Date(T0) },
  })
  expect((await performanceOf()).coldStarts?.provisioned?.standing).toBe(1)
  const grid = { fromMs: WINDOW.from, toMs: WINDOW.to, periodMs: MINUTE, originMs: WINDOW.from }
  const source = { sets: null, versions: null, reason: null }
  const factsOf = (qualifier: string) => readColdStartFacts(db, functionId, grid, { source, qualifier })
  expect([(await factsOf('7')).fn?.standing, (await factsOf('8')).fn?.standing]).toEqual([1, 0])
})

it('shows nothing of a function whose successful invocations leave no line', async () => {
  const fn = await seedFunction(db, place, 'hushed', { logFormat: 'JSON', systemLogLevel: 'WARN' })
  await seedInvocations(db, fn, [{ atMs: T0 + MINUTE, durationMs: 900, result: 'error' }])
  await seedLogCoverage(db, fn, T0, T0 + HOUR)
  const { reason, total, versions } = await performanceOf(undefined, 'hushed')
  expect([total, versions]).toEqual([null, []])
  expect(reason).toMatch(/system log level is WARN/)
})
