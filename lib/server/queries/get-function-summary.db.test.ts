import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getFunctionSummary } from '@/lib/server/queries/get-function-summary'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  HOUR,
  type InvocationSeed,
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
const LATER = T0 + 5 * HOUR

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  place = await seedPlace(db)
})
afterAll(() => db.close())

async function summaryOf(name: string, qualifier?: string, window = { from: T0, to: T0 + HOUR }, nowMs = LATER) {
  return getFunctionSummary(db, await getFunctionIdentity(db, name), { ...window, qualifier }, nowMs)
}

function calls(count: number, extra: Partial<InvocationSeed> = {}): InvocationSeed[] {
  return Array.from({ length: count }, (_, index) => ({ atMs: T0 + index * MINUTE + 500, ...extra }))
}

function keyed(seeds: InvocationSeed[]): InvocationSeed[] {
  return seeds.map((seed, index) => ({ ...seed, key: index.toString(16).padStart(16, '0') }))
}

describe('limits', () => {
  it('are those of the versions that ran, as they stood in the window', async () => {
    const fn = await seedFunction(db, place, 'limited', { memoryMb: 1024, timeoutS: 60 })
    const version = { functionId: fn.id, version: '1', memoryMb: 256, timeoutS: 60, seenAt: new Date(T0) }
    await db.prisma.functionVersion.create({ data: version })
    const change = { functionId: fn.id, accountRegionId: place.id, kind: 'configuration', subject: 'memory_mb' }
    const at = new Date(T0 + 2 * HOUR)
    await db.prisma.functionChange.create({ data: { ...change, before: 512, at, knownAfter: at, noticedAt: at } })
    await seedInvocations(db, fn, keyed([...calls(3), { atMs: T0 + 30 * MINUTE, version: '1' }]))
    await seedLogCoverage(db, fn, T0, T0 + 5 * HOUR)
    expect((await summaryOf('limited', '$LATEST')).limits).toEqual({ memoryMb: 512, timeoutS: 60 })
    expect((await summaryOf('limited', '1')).limits).toEqual({ memoryMb: 256, timeoutS: 60 })
    // Both ran: what either used is no share of one size.
    expect((await summaryOf('limited')).limits).toEqual({ memoryMb: null, timeoutS: 60 })
    const nobody = { from: T0 + 3 * HOUR, to: T0 + 4 * HOUR }
    expect((await summaryOf('limited', undefined, nobody)).limits).toBeNull()
  })

  it('of concurrency are those of now, and are said to have been others since the window began', async () => {
    const fn = await seedFunction(db, place, 'relimited', { reservedConcurrency: 5 })
    const at = new Date(T0 + 2 * HOUR)
    const change = { functionId: fn.id, accountRegionId: place.id, at, knownAfter: at, noticedAt: at }
    const steady = async (qualifier?: string, window?: { from: number; to: number }) => {
      const { isReservedSteady, isProvisionedSteady } = (await summaryOf('relimited', qualifier, window)).concurrency
      return [isReservedSteady, isProvisionedSteady]
    }
    await db.prisma.functionVersion.create({ data: { functionId: fn.id, version: '1', seenAt: at } })
    await db.prisma.functionChange.create({ data: { ...change, kind: 'provisioned', subject: 'live', before: 3 } })
    expect([await steady(), await steady('1')]).toEqual([
      [true, false],
      [true, true],
    ])
    await db.prisma.functionChange.create({ data: { ...change, kind: 'concurrency', subject: '', before: 50 } })
    expect(await steady('1')).toEqual([false, true])
    expect(await steady('1', { from: T0 + 3 * HOUR, to: T0 + 4 * HOUR })).toEqual([true, true])
  })

  it('of concurrency are known since all functions here were looked at', async () => {
    await seedFunction(db, place, 'looked-at', { reservedConcurrency: 5 })
    const key = { accountRegionId: place.id, step: 'function-details', subject: '' }
    const cursor = { passes: 1, wholeSinceMs: T0 + 1_000 }
    await db.prisma.syncState.create({ data: { ...key, kind: 'inventory', nextRunAt: new Date(T0), cursor } })
    expect((await summaryOf('looked-at')).concurrency.heldFromMs).toBe(T0 + 1_000)
    await db.prisma.syncState.delete({ where: { accountRegionId_step_subject: key } })
    expect((await summaryOf('looked-at')).concurrency.heldFromMs).toBeNull()
  })
})

describe('sums', () => {
  it('adds CloudWatch’s minutes up; an answered minute without a point is 0', async () => {
    const fn = await seedFunction(db, place, 'sums')
    await seedSeries(db, fn, { points: { 0: 3, 59: 4, 60: 100 }, covered: [[T0, T0 + 2 * HOUR]] })
    await seedSeries(db, fn, { metric: 'Errors', points: { 0: 0 } })
    await seedSeries(db, fn, { metric: 'Throttles' })
    expect(await summaryOf('sums')).toMatchObject({
      invocations: 7,
      errors: 0,
      throttles: 0,
      fromMs: T0,
      toMs: T0 + HOUR,
    })
  })

  it('widens the window to whole minutes and says so', async () => {
    const window = { from: T0 + 30_000, to: T0 + 59 * MINUTE + 1 }
    expect(await summaryOf('sums', undefined, window)).toMatchObject({ invocations: 7, fromMs: T0, toMs: T0 + HOUR })
  })

  it('is null, never 0, when a minute in between was not answered', async () => {
    const fn = await seedFunction(db, place, 'hole')
    await seedSeries(db, fn, {
      points: { 0: 3, 40: 2 },
      covered: [
        [T0, T0 + 20 * MINUTE],
        [T0 + 21 * MINUTE, T0 + HOUR],
      ],
    })
    const summary = await summaryOf('hole')
    expect(summary.invocations).toBeNull()
    expect(summary.errors).toBeNull()
    expect(summary.coverage.reasons.map((reason) => reason.code)).toContain('METRICS_NOT_PULLED')
  })

  it('ends where the answers end when they are only a little behind the clock', async () => {
    const fn = await seedFunction(db, place, 'fresh')
    await seedSeries(db, fn, { points: { 0: 3, 50: 2 }, covered: [[T0, T0 + 58 * MINUTE]] })
    const summary = await summaryOf('fresh', undefined, undefined, T0 + HOUR)
    expect(summary).toMatchObject({ invocations: 5, toMs: T0 + 58 * MINUTE })
    const stale = await summaryOf('fresh', undefined, undefined, T0 + 3 * HOUR)
    expect(stale).toMatchObject({ invocations: null, toMs: T0 + HOUR })
  })

  it('refuses a window that ends before it begins', async () => {
    await expect(summaryOf('sums', undefined, { from: T0, to: T0 })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })
})

describe('what log lines say', () => {
  it('counts results, cold starts, billed time and memory, and merges durations', async () => {
    const fn = await seedFunction(db, place, 'logged', { reservedConcurrency: 5 })
    const seeds = keyed([
      ...calls(10),
      ...calls(2, { result: 'timeout', durationMs: 3000, atMs: T0 + 5 }),
      ...calls(1, { result: 'out-of-memory', coldStart: true, maxMemoryUsedMb: 1024 }),
      ...calls(1, { result: 'init-error' }),
      ...calls(1, { result: 'error' }),
    ])
    await seedInvocations(db, fn, seeds)
    await seedSeries(db, fn, { points: { 0: 15 } })
    await seedSeries(db, fn, { metric: 'ConcurrentExecutions', statistic: 'Maximum', points: { 3: 2, 9: 4 } })
    await seedLogCoverage(db, fn, T0, T0 + HOUR)
    const summary = await summaryOf('logged')
    expect(summary.fromLogs).toMatchObject({
      invocations: 15,
      errors: 5,
      timeouts: 2,
      outOfMemory: 1,
      initErrors: 1,
      coldStarts: 1,
      billedMs: 13 * 100 + 2 * 3000,
      maxMemoryUsedMb: 1024,
    })
    expect(summary.durationMs.max).toBe(3000)
    expect(summary.durationMs.p50).toBeCloseTo(100, -1)
    expect(summary.concurrency).toEqual({
      ...{ max: 4, reserved: 5, provisioned: null },
      ...{ isReservedSteady: true, isProvisionedSteady: true, heldFromMs: null },
    })
    expect(summary.coverage.logs).toBe(1)
  })

  it('takes whole hours of a long window from the hours and the edges from minutes', async () => {
    const fn = await seedFunction(db, place, 'long')
    const at = [
      T0 - 20 * MINUTE,
      T0 - 10 * MINUTE,
      T0 + 5,
      T0 + 3 * HOUR,
      T0 + 7 * HOUR + 5 * MINUTE,
      T0 + 7 * HOUR + 20 * MINUTE,
    ]
    await seedInvocations(
      db,
      fn,
      at.map((atMs) => ({ atMs })),
    )
    await seedLogCoverage(db, fn, T0 - HOUR, T0 + 8 * HOUR)
    const window = { from: T0 - 15 * MINUTE, to: T0 + 7 * HOUR + 10 * MINUTE }
    expect((await summaryOf('long', undefined, window, T0 + 9 * HOUR)).fromLogs.invocations).toBe(4)
  })

  it('knows nothing of lines that were never read, and 0 of lines that were read', async () => {
    const unread = await seedFunction(db, place, 'unread')
    await seedSeries(db, unread, { points: { 0: 3 } })
    const summary = await summaryOf('unread')
    expect(summary.fromLogs).toMatchObject({ invocations: null, coldStarts: null, billedMs: null })
    expect(summary.durationMs.p95).toBeNull()
    expect(summary.coverage).toMatchObject({ logs: null })
    await seedLogCoverage(db, unread, T0, T0 + HOUR)
    expect(await summaryOf('unread')).toMatchObject({
      fromLogs: { invocations: 0, coldStarts: 0 },
      coverage: { logs: 0 },
    })
  })

  it('gives no counts while only a part of the lines is read, but the percentiles of that part', async () => {
    const fn = await seedFunction(db, place, 'part')
    await seedSeries(db, fn, { points: { 0: 3, 50: 10 } })
    await seedInvocations(db, fn, keyed(calls(10, { atMs: T0 + 50 * MINUTE, coldStart: true })))
    await seedLogCoverage(db, fn, T0 + 45 * MINUTE, T0 + HOUR)
    const summary = await summaryOf('part')
    expect(Object.values(summary.fromLogs)).toEqual(Array(9).fill(null))
    expect(summary.coverage.logs).toBeNull()
    expect(summary.durationMs.p50).toBeCloseTo(100, -1)
    const reasons = summary.coverage.reasons.filter((reason) => reason.source === 'logs')
    expect(reasons).toMatchObject([
      { code: 'LOGS_NOT_PULLED', message: expect.stringContaining('25 % of the window is read') },
    ])
    const readPart = { from: T0 + 45 * MINUTE, to: T0 + HOUR }
    expect((await summaryOf('part', undefined, readPart)).fromLogs).toMatchObject({ invocations: 10, coldStarts: 10 })
  })

  it('counts up to where the lines are read when they are only a little behind the clock', async () => {
    const fn = await seedFunction(db, place, 'nearly')
    await seedSeries(db, fn, { points: { 0: 4 } })
    await seedInvocations(db, fn, keyed(calls(4, { atMs: T0 })))
    await seedLogCoverage(db, fn, T0, T0 + 50 * MINUTE)
    expect((await summaryOf('nearly', undefined, undefined, T0 + HOUR)).fromLogs.invocations).toBe(4)
    expect((await summaryOf('nearly', undefined, undefined, LATER)).fromLogs.invocations).toBeNull()
  })

  it('does not take successes that the log level hides for no cold starts', async () => {
    const fn = await seedFunction(db, place, 'warn', { logFormat: 'JSON', systemLogLevel: 'WARN' })
    await seedSeries(db, fn, { points: { 0: 9 } })
    await seedSeries(db, fn, { metric: 'Duration', statistic: 'Maximum', points: { 0: 77 } })
    await seedInvocations(db, fn, calls(1, { result: 'timeout' }))
    await seedLogCoverage(db, fn, T0, T0 + HOUR)
    const summary = await summaryOf('warn')
    expect(summary.fromLogs).toMatchObject({ timeouts: 1, coldStarts: null, billedMs: null, costUsd: null })
    expect(summary.durationMs).toEqual({ p50: null, p95: null, p99: null, max: 77 })
    expect(summary.coverage.reasons.map((reason) => reason.code)).toContain('LOG_LEVEL_WARN')
  })

  it('names the missing permission', async () => {
    const other = await seedPlace(db, 'eu-central-1')
    await seedFunction(db, other, 'denied')
    await db.prisma.apiState.create({
      data: {
        accountRegionId: other.id,
        service: 'logs',
        operation: 'FilterLogEvents',
        state: 'denied',
        iamAction: 'logs:FilterLogEvents',
      },
    })
    const { reasons } = (await summaryOf('denied')).coverage
    expect(reasons.find((reason) => reason.code === 'LOGS_DENIED')?.fix).toContain('logs:FilterLogEvents')
  })
})

describe('qualifiers', () => {
  beforeAll(async () => {
    const fn = await seedFunction(db, place, 'routed')
    await seedAlias(db, fn, 'live', '7')
    await seedAlias(db, fn, 'canary', '8', { 9: 0.25 })
    await seedAlias(db, fn, 'idle', '3')
    await seedAlias(db, fn, 'both', '5')
    for (const [qualifier, count] of Object.entries({ '': 32, $LATEST: 2, live: 10, canary: 8, 5: 5, both: 7 })) {
      await seedSeries(db, fn, { qualifier, points: { 0: count } })
      await seedSeries(db, fn, { qualifier, metric: 'Errors', points: { 0: qualifier === 'live' ? 1 : 0 } })
    }
    for (const [executedVersion, count] of Object.entries({ 8: 6, 9: 2 })) {
      await seedSeries(db, fn, { qualifier: 'canary', executedVersion, points: { 0: count } })
    }
    const ran = { $LATEST: 2, 7: 10, 8: 6, 9: 2, 5: 12 }
    const seeds = Object.entries(ran).flatMap(([version, count]) =>
      calls(count, { version, coldStart: version === '9' }),
    )
    await seedInvocations(db, fn, keyed(seeds))
    await seedLogCoverage(db, fn, T0, T0 + HOUR)
  })

  it('counts an alias by its own name and its lines by the version that only it called', async () => {
    const live = await summaryOf('routed', 'live')
    expect(live).toMatchObject({ invocations: 10, errors: 1, fromLogs: { invocations: 10 }, coverage: { logs: 1 } })
  })

  it('counts what ran on a version, whatever the caller named', async () => {
    expect(await summaryOf('routed', '7')).toMatchObject({ invocations: 10, errors: 1, fromLogs: { invocations: 10 } })
    expect(await summaryOf('routed', '9')).toMatchObject({
      invocations: 2,
      fromLogs: { invocations: 2, coldStarts: 2 },
    })
    expect(await summaryOf('routed', '5')).toMatchObject({ invocations: 12, fromLogs: { invocations: 12 } })
    expect(await summaryOf('routed', '$LATEST')).toMatchObject({ invocations: 2, fromLogs: { invocations: 2 } })
  })

  it('counts both versions of a weighted alias', async () => {
    expect(await summaryOf('routed', 'canary')).toMatchObject({
      invocations: 8,
      fromLogs: { invocations: 8, coldStarts: 2 },
    })
  })

  it('knows that an alias without any series had no calls, because the others add up', async () => {
    expect(await summaryOf('routed', 'idle')).toMatchObject({
      invocations: 0,
      fromLogs: { invocations: 0, coldStarts: 0 },
    })
  })

  it('says that lines of a version with two names do not tell the alias', async () => {
    const both = await summaryOf('routed', 'both')
    expect(both).toMatchObject({ invocations: 7, fromLogs: { invocations: null }, durationMs: { p95: null } })
    expect(both.coverage.reasons.map((reason) => reason.code)).toContain('ROUTE_NOT_PROVEN')
  })

  it('does not know a version’s calls when metrics and lines do not agree', async () => {
    const fn = await seedFunction(db, place, 'moved')
    await seedAlias(db, fn, 'live', '2')
    await seedSeries(db, fn, { points: { 0: 10 } })
    await seedSeries(db, fn, { qualifier: 'live', points: { 0: 10 } })
    await seedInvocations(db, fn, keyed([...calls(4, { version: '2' }), ...calls(3, { version: '1' })]))
    await seedLogCoverage(db, fn, T0, T0 + HOUR)
    const summary = await summaryOf('moved', '2')
    expect(summary).toMatchObject({ invocations: null, fromLogs: { invocations: 4 } })
    expect(summary.coverage.reasons.map((reason) => reason.code)).toContain('ROUTE_NOT_PROVEN')
  })

  it('proves the routes by the settled part when the newest lines have not arrived', async () => {
    const fn = await seedFunction(db, place, 'live-now')
    await seedAlias(db, fn, 'live', '2')
    await seedSeries(db, fn, { points: { 0: 10, 55: 5 } })
    await seedSeries(db, fn, { qualifier: 'live', points: { 0: 10, 55: 5 } })
    await seedInvocations(db, fn, calls(10, { version: '2' }))
    await seedLogCoverage(db, fn, T0, T0 + HOUR)
    expect(await summaryOf('live-now', 'live', undefined, T0 + HOUR)).toMatchObject({
      invocations: 15,
      fromLogs: { invocations: 10 },
    })
    expect((await summaryOf('live-now', 'live', undefined, LATER)).fromLogs.invocations).toBeNull()
  })

  it('refuses a qualifier that does not exist', async () => {
    await expect(summaryOf('routed', 'nope')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(summaryOf('routed', '99')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
