import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getFunctionMetrics } from '@/lib/server/queries/get-function-metrics'
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

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  place = await seedPlace(db)
})
afterAll(() => db.close())

type Request = { from?: number; to?: number; periodMs?: number; qualifier?: string; nowMs?: number }

async function metricsOf(
  name: string,
  { from = T0, to = T0 + 10 * MINUTE, periodMs, qualifier, nowMs = T0 + 5 * HOUR }: Request = {},
) {
  const identity = await getFunctionIdentity(db, name)
  const answer = await getFunctionMetrics(db, identity, { from, to, periodMs, qualifier }, nowMs)
  const pick = (metric: string, statistic: string) =>
    answer.series.find((series) => series.metric === metric && series.statistic === statistic)
  return {
    ...answer,
    values: (metric: string, statistic = 'Sum') => pick(metric, statistic)?.points.map(([, value]) => value),
    pick,
  }
}

describe('getFunctionMetrics', () => {
  it('keeps 0 apart from a gap in sums, and gaps as gaps in the highest', async () => {
    const fn = await seedFunction(db, place, 'gaps')
    await seedSeries(db, fn, {
      points: { 0: 3, 4: 2 },
      covered: [
        [T0, T0 + 2 * MINUTE],
        [T0 + 4 * MINUTE, T0 + 10 * MINUTE],
      ],
    })
    await seedSeries(db, fn, { metric: 'ConcurrentExecutions', statistic: 'Maximum', points: { 0: 2 } })
    const metrics = await metricsOf('gaps', { to: T0 + 5 * MINUTE })
    expect(metrics.values('Invocations')).toEqual([3, 0, null, null, 2])
    expect(metrics.values('ConcurrentExecutions', 'Maximum')).toEqual([2, null, null, null, null])
    expect(metrics.values('Errors')).toEqual([null, null, null, null, null])
  })

  it('is null for a bucket with an unanswered minute, but says what is known of the running one', async () => {
    const fn = await seedFunction(db, place, 'buckets')
    const points = { 0: 1, 1: 2, 5: 4, 10: 8 }
    await seedSeries(db, fn, {
      points,
      covered: [
        [T0, T0 + 7 * MINUTE],
        [T0 + 10 * MINUTE, T0 + 12 * MINUTE],
      ],
    })
    const request = { to: T0 + 15 * MINUTE, periodMs: 5 * MINUTE }
    expect((await metricsOf('buckets', request)).values('Invocations')).toEqual([3, null, null])
    const running = await metricsOf('buckets', { ...request, nowMs: T0 + 13 * MINUTE })
    expect(running.values('Invocations')).toEqual([3, null, 8])
  })

  it('stands on whole multiples of the period and widens the window to them', async () => {
    await seedFunction(db, place, 'aligned')
    const { fromMs, toMs, periodMs, pick } = await metricsOf('aligned', {
      from: T0 + 7 * MINUTE + 1,
      to: T0 + 29 * MINUTE,
      periodMs: 10 * MINUTE,
    })
    expect({ fromMs, toMs, periodMs }).toEqual({ fromMs: T0, toMs: T0 + 30 * MINUTE, periodMs: 10 * MINUTE })
    expect(pick('Invocations', 'Sum')?.points.map(([at]) => at)).toEqual([T0, T0 + 10 * MINUTE, T0 + 20 * MINUTE])
  })

  it('adds up over any period to the same', async () => {
    const fn = await seedFunction(db, place, 'periods')
    const points = Object.fromEntries(Array.from({ length: 60 }, (_, minute) => [minute, minute % 7]))
    await seedSeries(db, fn, { points })
    const total = Object.values(points).reduce((sum, value) => sum + value, 0)
    for (const periodMs of [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR]) {
      const values = (await metricsOf('periods', { to: T0 + HOUR, periodMs })).values('Invocations') ?? []
      expect(values.reduce((sum: number, value) => sum + (value ?? Number.NaN), 0)).toBe(total)
    }
  })

  it('merges percentiles from log lines, and mixes CloudWatch’s own, which are said to be estimates', async () => {
    const fn = await seedFunction(db, place, 'durations')
    await seedInvocations(
      db,
      fn,
      [10, 20, 30, 1000].map((durationMs, index) => ({
        atMs: T0 + index * MINUTE,
        durationMs,
        coldStart: index === 3,
      })),
    )
    await seedLogCoverage(db, fn, T0, T0 + 10 * MINUTE)
    await seedSeries(db, fn, { points: { 0: 1, 1: 3 } })
    for (const statistic of ['p50', 'p95', 'p99', 'Average', 'Maximum']) {
      await seedSeries(db, fn, { metric: 'Duration', statistic, points: { 0: 10, 1: 20 } })
    }
    const merged = await metricsOf('durations', { periodMs: 5 * MINUTE })
    expect(merged.pick('Duration', 'p50')?.source).toBe('logs')
    expect(merged.values('Duration', 'p50')?.[0]).toBeCloseTo(20, 0)
    expect(merged.values('Duration', 'Maximum')).toEqual([1000, null])
    expect(merged.values('ColdStarts')).toEqual([1, 0])
    const own = (found: typeof merged, statistic: string) =>
      found.series.find((series) => series.source === 'cloudwatch' && series.statistic === statistic)
    expect(own(merged, 'p95')).toMatchObject({
      isEstimate: true,
      points: [
        [T0, expect.closeTo(20, 3)],
        [T0 + 5 * MINUTE, null],
      ],
    })
    expect(own(merged, 'Average')).toMatchObject({
      isEstimate: false,
      points: [
        [T0, 17.5],
        [T0 + 5 * MINUTE, null],
      ],
    })
    const minutes = own(await metricsOf('durations'), 'p50')
    expect(minutes).toMatchObject({ isEstimate: false })
    expect(minutes?.points.slice(0, 3).map(([, value]) => value)).toEqual([
      expect.closeTo(10, 6),
      expect.closeTo(20, 6),
      null,
    ])
  })

  it('answers for an alias, and with 0 for one that nobody called', async () => {
    const fn = await seedFunction(db, place, 'aliased')
    await seedAlias(db, fn, 'live', '2')
    await seedAlias(db, fn, 'idle', '1')
    await seedSeries(db, fn, { points: { 0: 2, 1: 1 } })
    await seedSeries(db, fn, { qualifier: 'live', points: { 0: 2, 1: 1 } })
    await seedInvocations(
      db,
      fn,
      [0, 1, MINUTE].map((offset, index) => ({ atMs: T0 + offset, version: '2', coldStart: index === 0 })),
    )
    await seedLogCoverage(db, fn, T0, T0 + HOUR)
    const live = await metricsOf('aliased', { qualifier: 'live', to: T0 + 3 * MINUTE })
    expect(live.values('Invocations')).toEqual([2, 1, 0])
    expect(live.values('ColdStarts')).toEqual([1, 0, 0])
    const idle = await metricsOf('aliased', { qualifier: 'idle', to: T0 + 3 * MINUTE })
    expect(idle.values('Invocations')).toEqual([0, 0, 0])
    expect(idle.values('ColdStarts')).toEqual([0, 0, 0])
  })

  it('refuses more periods than anyone can look at', async () => {
    await expect(metricsOf('aliased', { to: T0 + 40 * 24 * HOUR, periodMs: MINUTE })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
  })
})
