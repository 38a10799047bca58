import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDb } from '@/lib/server/db'
import { getHealth } from '@/lib/server/queries/get-health'
import { getSpend } from '@/lib/server/queries/get-spend'
import { getSyncOverview } from '@/lib/server/queries/get-sync-overview'
import { listFunctionSpend } from '@/lib/server/queries/list-function-spend'
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

let db: TestDb
let place: SeededPlace
const NOW = T0 + 4 * HOUR

beforeAll(async () => {
  db = await openTestDb()
  place = await seedPlace(db)
  await seedPartitions(db)
  const target = { targetFrom: new Date(T0), lastOkAt: new Date(NOW - MINUTE) }
  await seedLogCoverage(db, await seedFunction(db, place, 'whole'), T0, NOW - MINUTE, target)
  await seedLogCoverage(db, await seedFunction(db, place, 'half'), T0 + 2 * HOUR, NOW - 2 * MINUTE, target)
  const key = { accountRegionId: place.id, subject: '', nextRunAt: new Date(NOW) }
  await db.prisma.syncState.create({
    data: { ...key, step: 'functions', kind: 'inventory', state: 'ok', lastOkAt: new Date(NOW - 3 * MINUTE) },
  })
})
afterAll(() => db.close())

describe('getSyncOverview', () => {
  it('says how far each source is and what is left', async () => {
    const { sources } = await getSyncOverview(db, { source: 'simulator', dataDirectory: null }, NOW)
    expect(sources.map((source) => source.kind)).toEqual(['inventory', 'logs'])
    expect(sources[0]).toMatchObject({ state: 'ok', lagMs: 3 * MINUTE, coveredFromMs: null, backfillShare: null })
    expect(sources[1]).toMatchObject({
      state: 'ok',
      lagMs: 2 * MINUTE,
      coveredFromMs: T0 + 2 * HOUR,
      targetFromMs: T0,
      done: 1,
      total: 2,
    })
    expect(sources[1]?.backfillShare).toBeCloseTo(0.75, 1)
  })

  it('lists refusals, runs and what is stored', async () => {
    await db.prisma.apiState.create({
      data: {
        accountRegionId: place.id,
        service: 'xray',
        operation: 'GetTraceSummaries',
        state: 'denied',
        iamAction: 'xray:GetTraceSummaries',
      },
    })
    await db.prisma.apiState.create({
      data: { accountRegionId: place.id, service: 'logs', operation: 'FilterLogEvents', state: 'ok' },
    })
    await db.prisma.syncRun.create({
      data: {
        accountRegionId: place.id,
        step: 'logs',
        subject: 'g',
        startedAt: new Date(T0),
        endedAt: new Date(T0 + 1),
        outcome: 'ok',
        calls: 1,
        rows: 2,
      },
    })
    const { refusals, runs, stored } = await getSyncOverview(db, { source: 'aws', dataDirectory: null }, NOW)
    expect(refusals).toMatchObject([{ operation: 'GetTraceSummaries', iamAction: 'xray:GetTraceSummaries' }])
    expect(runs).toMatchObject([{ step: 'logs', startedAtMs: T0, calls: 1, rows: 2 }])
    expect(stored.find((table) => table.table === 'lambda_function')?.bytes).toBeGreaterThan(0)
    expect(stored.map((table) => table.table)).toContain('log_event')
  })
})

describe('getHealth', () => {
  it('is ready while the worker shows itself and the sources answer, degraded otherwise', async () => {
    const now = Date.now()
    await db.prisma.worker.create({
      data: { id: 'w', host: 'h', pid: 1, startedAt: new Date(now), seenAt: new Date(now - 1000) },
    })
    expect(await getHealth(db, now)).toMatchObject({
      status: 'ready',
      database: { state: 'ok' },
      worker: { state: 'ok' },
    })
    await db.prisma.syncState.updateMany({
      where: { step: 'functions' },
      data: { state: 'denied', detail: 'lambda:ListFunctions' },
    })
    const degraded = await getHealth(db, now)
    expect(degraded.status).toBe('degraded')
    expect(degraded.sources[0]).toMatchObject({ kind: 'inventory', state: 'denied', detail: 'lambda:ListFunctions' })
  })

  it('answers without a database, too', async () => {
    const away = openDb('postgresql://nobody@127.0.0.1:1/none', 1)
    expect(await getHealth(away, NOW)).toMatchObject({ status: 'degraded', database: { state: 'unreachable' } })
    await away.close()
  })
})

describe('getSpend', () => {
  it('adds the hours of the window up, dearest first', async () => {
    const usage = (operation: string, hour: number, usd: number) => ({
      ...{ accountRegionId: place.id, service: 'cloudwatch', operation, hour: new Date(T0 + hour * HOUR) },
      ...{ calls: 2n, billedUnits: 10n, usd },
    })
    await db.prisma.apiUsage.createMany({
      data: [
        usage('ListMetrics', 0, 0.1),
        usage('GetMetricData', 0, 1),
        usage('GetMetricData', 1, 2),
        usage('GetMetricData', 2, 4),
      ],
    })
    const spend = await getSpend(db, { from: T0 + MINUTE, to: T0 + 2 * HOUR })
    expect(spend).toMatchObject({ calls: 6 })
    expect(spend.totalUsd).toBeCloseTo(3.1)
    expect(spend.byApi).toMatchObject([
      { operation: 'GetMetricData', calls: 4, billedUnits: 20, usd: 3, region: 'eu-west-1' },
      { operation: 'ListMetrics', calls: 2, billedUnits: 10, usd: 0.1 },
    ])
  })

  it('tells it by function, with what serves all, which is all calls of the days together', async () => {
    const fn = await seedFunction(db, place, 'asked')
    const usage = (day: number, usd: number) => ({
      ...{ accountRegionId: place.id, functionId: fn.id, day: new Date(T0 + day * 24 * HOUR), calls: 3, usd },
    })
    await db.prisma.apiUsageFunction.createMany({ data: [usage(-1, 7), usage(0, 3), usage(1, 9)] })
    const spend = await listFunctionSpend(db, { from: T0 + MINUTE, to: T0 + 2 * HOUR })
    expect(spend.functions).toEqual([
      { functionName: 'asked', accountId: place.accountId, region: place.region, calls: 3, usd: 3 },
    ])
    expect(spend.others).toEqual({ functions: 0, calls: 0, usd: 0 })
    const all = await getSpend(db, { from: T0, to: T0 + 24 * HOUR })
    expect(spend.shared.calls + 3).toBe(all.calls)
    expect(spend.shared.usd + 3).toBeCloseTo(all.totalUsd)
  })
})
