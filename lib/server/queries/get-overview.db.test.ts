import { afterAll, beforeAll, expect, it } from 'vitest'
import { getOverview } from '@/lib/server/queries/get-overview'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  HOUR,
  MINUTE,
  type SeededFunction,
  seedFunction,
  seedInvocations,
  seedLogCoverage,
  seedPartitions,
  seedPlace,
  seedSeries,
  T0,
} from '@/lib/server/testing/seed'

let db: TestDb
const HALF = HOUR / 2
const DAY = 24 * HOUR

/** Counts by minute after T0; the half hour from T0 is what stood before, the next one is the window. */
async function seedCounts(fn: SeededFunction, metric: string, points: Record<number, number>): Promise<void> {
  await seedSeries(db, fn, { metric, points, covered: [[T0, T0 + HOUR]] })
}

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  const [here, there] = [await seedPlace(db), await seedPlace(db, 'us-east-1', '999988887777')]
  await db.prisma.accountRegion.update({ where: { id: here.id }, data: { concurrencyLimit: 100 } })
  const failing = await seedFunction(db, here, 'failing')
  await seedCounts(failing, 'Invocations', { 1: 100, 31: 60, 45: 50 })
  await seedCounts(failing, 'Errors', { 1: 2, 45: 40 })
  await seedCounts(failing, 'Throttles', {})
  await seedLogCoverage(db, failing, T0, T0 + HOUR)
  await seedInvocations(db, failing, [
    { atMs: T0 + 31 * MINUTE, durationMs: 100, coldStart: true },
    { atMs: T0 + 45 * MINUTE, durationMs: 300 },
  ])
  const calm = await seedFunction(db, there, 'calm')
  for (const metric of ['Invocations', 'Errors', 'Throttles']) await seedCounts(calm, metric, {})
  await seedFunction(db, here, 'unknown')
  const pool = { ...failing, id: 0 }
  await seedSeries(db, pool, {
    metric: 'ClaimedAccountConcurrency',
    statistic: 'Maximum',
    points: { 29: 99, 40: 61, 50: 40 },
  })
})
afterAll(() => db.close())

const overview = (more: object = {}, nowMs = T0 + 5 * HOUR) =>
  getOverview(db, { from: T0 + HALF, to: T0 + HOUR, ...more }, nowMs)

it('sums what is known, beside the window before, and says how many functions that is', async () => {
  const answer = await overview()
  expect(answer).toMatchObject({ functions: 3, known: 2, knownFromLogs: 2, partlyFromLogs: 1, comparedFunctions: 2 })
  expect(new Set(answer.trend.known)).toEqual(new Set([2]))
  expect(answer.figures).toMatchObject({
    invocations: 110,
    errors: 40,
    throttles: 0,
    loggedInvocations: 2,
    coldStarts: 1,
  })
  expect(answer.figures.durationP95Ms).toBeCloseTo(300, -1)
  expect(answer.comparedWith).toEqual({ fromMs: T0, toMs: T0 + HALF, kind: 'window-before' })
  expect(answer.before).toMatchObject({ invocations: 100, errors: 2 })
})

it('names who moved, and why', async () => {
  const { movers } = await overview()
  expect(movers).toEqual([
    {
      functionName: 'failing',
      accountId: '111122223333',
      region: 'eu-west-1',
      moves: [{ figure: 'errors', before: 2, now: 40 }],
    },
  ])
})

it('draws the window and what it was before, bucket by bucket', async () => {
  const { trend } = await overview()
  expect(trend).toMatchObject({ periodMs: MINUTE })
  expect(trend.atMs[0]).toBe(T0 + HALF)
  expect(trend.invocations.slice(0, 3)).toEqual([0, 60, 0])
  expect(trend.errors[15]).toBe(40)
  expect(trend.invocationsBefore[1]).toBe(100)
})

it('tells the highest claimed concurrency of the window alone, and its limit', async () => {
  const { pools } = await overview()
  expect(pools).toEqual([
    { accountId: '111122223333', region: 'eu-west-1', limit: 100, claimedMax: 61, claimedMaxAtMs: T0 + 40 * MINUTE },
    { accountId: '999988887777', region: 'us-east-1', limit: null, claimedMax: null, claimedMaxAtMs: null },
  ])
})

it('is narrowed to a scope, and says null where nothing is known', async () => {
  expect(await overview({ region: 'us-east-1' })).toMatchObject({ functions: 1, known: 1, movers: [] })
  const later = await overview({ from: T0 + 2 * HOUR, to: T0 + 3 * HOUR })
  expect(later).toMatchObject({ known: 0, partlyFromLogs: 0, comparedWith: null, before: null, movers: [] })
  expect(later.figures.invocations).toBeNull()
  expect(new Set(later.trend.invocations)).toEqual(new Set([null]))
})

it('leaves out the last bucket of the window before where that is cut off', async () => {
  const long = await seedFunction(db, await seedPlace(db, 'ap-south-1'), 'long')
  const counts = { covered: [[T0, T0 + 3 * HOUR]] as [number, number][], points: { 88: 4, 89: 5, 164: 6 } }
  await seedSeries(db, long, { metric: 'Invocations', ...counts })
  const window = { from: T0 + 90 * MINUTE, to: T0 + 165 * MINUTE, region: 'ap-south-1' }
  const { trend } = await overview(window)
  expect(trend).toMatchObject({ periodMs: 2 * MINUTE })
  expect(trend.invocations.at(-1)).toBe(6)
  expect(trend.invocationsBefore.slice(-2)).toEqual([4, null])
})

it('ends now and before where counts end, without the bucket that is cut off there', async () => {
  const place = await seedPlace(db, 'ap-south-2')
  const busy = await seedFunction(db, place, 'busy')
  const readTo = T0 + 2 * HOUR + 57 * MINUTE
  const points = Object.fromEntries(Array.from({ length: 177 }, (_, minute) => [minute, 10]))
  await seedSeries(db, busy, { points, covered: [[T0, readTo]] })
  const window = { from: T0 + 90 * MINUTE, to: T0 + 3 * HOUR, region: 'ap-south-2' }
  const { trend } = await overview(window, T0 + 3 * HOUR)
  expect(trend).toMatchObject({ periodMs: 2 * MINUTE })
  expect(trend.invocations.slice(-3)).toEqual([20, null, null])
  expect(trend.invocationsBefore.slice(-3)).toEqual([20, null, null])
})

it('compares as much of the window before as is known of the window, and functions that are known in both', async () => {
  const place = await seedPlace(db, 'eu-north-1')
  const [late, recent] = [await seedFunction(db, place, 'late'), await seedFunction(db, place, 'recent')]
  const minutes = Array.from({ length: 56 }, (_, minute) => [minute, 100] as const)
  const readTo = T0 + 56 * MINUTE
  await seedSeries(db, late, { points: Object.fromEntries(minutes), covered: [[T0, readTo]] })
  await seedSeries(db, recent, { points: { 46: 7 }, covered: [[T0 + 45 * MINUTE, readTo]] })
  const window = { from: T0 + 45 * MINUTE, to: T0 + HOUR, region: 'eu-north-1' }
  const answer = await overview(window, T0 + HOUR)
  expect(answer).toMatchObject({ known: 2, movers: [] })
  expect(answer.comparedWith).toEqual({ fromMs: T0 + 30 * MINUTE, toMs: T0 + 45 * MINUTE, kind: 'window-before' })
  expect(answer.figures.invocations).toBe(1107)
  expect([answer.compared?.invocations, answer.before?.invocations]).toEqual([1100, 1100])
  // What one of the two was before is not what both were.
  expect(answer.comparedFunctions).toBe(1)
  expect(new Set(answer.trend.invocationsBefore)).toEqual(new Set([null]))
  const wider = await overview({ ...window, from: T0 + 30 * MINUTE }, T0 + HOUR)
  expect([wider.trend.known.at(0), wider.trend.known.at(-5)]).toEqual([1, 2])
})

it('compares a range of a week, which begins with a whole hour, with the week before it', async () => {
  const place = await seedPlace(db, 'sa-east-1')
  const long = await seedFunction(db, place, 'long')
  const covered: [number, number][] = [[T0 - 16 * DAY, T0 + HOUR]]
  await seedSeries(db, long, { metric: 'Invocations', points: {}, covered })
  const fromMs = T0 - 7 * DAY
  const answer = await overview({ region: 'sa-east-1', from: fromMs, to: T0 + HALF })
  expect(answer.comparedWith).toMatchObject({ fromMs: fromMs - 7 * DAY, kind: 'week-before' })
})

it('sums the part of the window that is pulled, says since when that is, and compares it with nothing', async () => {
  const place = await seedPlace(db, 'ca-central-1')
  const fn = await seedFunction(db, place, 'young')
  const start = T0 + 15 * MINUTE
  const covered: [number, number][] = [[start, T0 + HOUR]]
  for (const metric of ['Invocations', 'Errors', 'Throttles'])
    await seedSeries(db, fn, { metric, points: { 20: 5, 58: 7 }, covered })
  await seedInvocations(db, fn, [{ atMs: T0 + 20 * MINUTE, durationMs: 100, coldStart: true }])
  await seedLogCoverage(db, fn, start, T0 + HOUR, { targetFrom: new Date(start) })
  const metrics = { accountRegionId: place.id, step: 'metrics', subject: '', kind: 'metrics', state: 'ok' }
  await db.prisma.syncState.create({ data: { ...metrics, nextRunAt: new Date(T0), targetFrom: new Date(start) } })
  const answer = await overview({ region: 'ca-central-1', from: T0 })
  expect(answer).toMatchObject({ fromMs: T0, countedFromMs: start, loggedFromMs: start, known: 1, knownFromLogs: 1 })
  expect(answer.figures).toMatchObject({ invocations: 12, errors: 12, loggedInvocations: 1, coldStarts: 1 })
  expect(answer).toMatchObject({ comparedWith: null, before: null, movers: [] })
  expect([answer.trend.known.at(0), answer.trend.known.at(-1)]).toEqual([0, 1])
  const before = await overview({ region: 'ca-central-1', from: T0 - HOUR, to: T0 })
  expect(before).toMatchObject({ known: 0, knownFromLogs: 0, countedFromMs: T0 })
  expect(before.figures).toMatchObject({ invocations: null, costUsd: null })
  // A window that is pulled whole keeps its start.
  expect(await overview({ region: 'ca-central-1' })).toMatchObject({
    countedFromMs: T0 + HALF,
    loggedFromMs: T0 + HALF,
  })
})
