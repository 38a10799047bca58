import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSimulator, type TestSimulator } from '@/e2e/fixtures/start-simulator'
import { parseTypedRange } from '@/lib/domain/parse-typed-range'
import { getCost } from '@/lib/server/queries/get-cost'
import { getFunctionConcurrency } from '@/lib/server/queries/get-function-concurrency'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getFunctionMetrics } from '@/lib/server/queries/get-function-metrics'
import { getFunctionSummary } from '@/lib/server/queries/get-function-summary'
import { getInvocationFacets } from '@/lib/server/queries/get-invocation-facets'
import { getLedger } from '@/lib/server/queries/get-ledger'
import { getLogHistogram } from '@/lib/server/queries/get-log-histogram'
import { getOverview } from '@/lib/server/queries/get-overview'
import { getPerformance } from '@/lib/server/queries/get-performance'
import { getVersions } from '@/lib/server/queries/get-versions'
import { listFunctions } from '@/lib/server/queries/list-functions'
import { listIssues } from '@/lib/server/queries/list-issues'
import { type ComparedPages, PAGES } from '@/lib/sync/testing/compare-pages'
import { groupAllIssues } from '@/lib/sync/testing/group-all-issues'
import { HOUR_MS, openTestDb, pull, type TestDb } from '@/lib/sync/testing/open-test-pull'
import { differencesOf, readTrueWindow } from '@/lib/sync/testing/true-window'

/** Clocks go back at 01:00 UTC on 25 October, and forward at 01:00 UTC on 29 March. */
const AUTUMN = { nowMs: Date.parse('2026-10-25T23:30Z'), hours: 26, functions: 44 }
const SPRING = { nowMs: Date.parse('2026-03-29T22:30Z'), hours: 25, functions: 20 }
const SUMS = ['Invocations', 'Errors', 'Throttles', 'LoggedInvocations', 'ColdStarts', 'BilledDuration']
/** Of the usual traffic, percent: a day of it is no more than an hour of the whole. */
const LOAD = 5
const zone = process.env.TZ
process.env.TZ = 'Europe/Berlin'

let world: TestSimulator
let db: TestDb

async function begin(now: typeof AUTUMN): Promise<void> {
  world = await startSimulator({ now: new Date(now.nowMs), frozen: true, seed: 1, load: LOAD, ...now })
  Object.assign(process.env, world.env)
  db = await openTestDb()
}

async function end(): Promise<void> {
  await db?.drop()
  await world?.stop()
}

afterAll(() => {
  process.env.TZ = zone
})

/** What a person in Berlin means by words. */
function windowOf(words: string, nowMs: number): { from: number; to: number } {
  const range = parseTypedRange(words, nowMs, 'local')
  if (!('fromMs' in range)) throw new Error(`${words} is not two moments`)
  return { from: range.fromMs, to: range.toMs }
}

async function comparedOf(
  window: { from: number; to: number },
  now: typeof AUTUMN,
  region?: string,
): Promise<ComparedPages> {
  const readTruth = (other: { from: number; to: number }) => readTrueWindow(world, other, region)
  const { nowMs, hours } = now
  return { db, world, truth: await readTruth(window), readTruth, nowMs, readFromMs: nowMs - hours * HOUR_MS }
}

async function expectTrue(page: string, compared: ComparedPages): Promise<void> {
  const figures = (await PAGES[page]?.(compared)) ?? []
  expect(differencesOf(figures)).toEqual([])
  expect(figures.length).toBeGreaterThan(20)
}

describe('the day on which clocks go back', () => {
  const { nowMs, hours } = AUTUMN
  beforeAll(async () => {
    await begin(AUTUMN)
    await pull(db.url, { nowMs, backfillMs: hours * HOUR_MS })
    await groupAllIssues(db)
  }, 240_000)
  afterAll(end)

  describe.each([
    ['yesterday', nowMs + HOUR_MS, 25],
    // Over midnight there, midnight in UTC, and the hour that comes twice.
    ['24 oct 23:50 to 25 oct 3:50', nowMs, 5],
  ])('from %s', (words, saidMs, length) => {
    const window = windowOf(words, saidMs)
    let compared: ComparedPages
    beforeAll(async () => {
      compared = await comparedOf(window, AUTUMN)
    })

    it('is as long as it was there', () => expect(window.to - window.from).toBe(length * HOUR_MS))
    it.each(Object.keys(PAGES))('is true on %s', (page) => expectTrue(page, compared))
  })

  it('is compared with what was before, and says what moved', async () => {
    const compared = await comparedOf(windowOf('25 oct 20:30 to 25 oct 23:30', nowMs), AUTUMN)
    const figures = (await PAGES['Overview and Functions']?.(compared)) ?? []
    expect(differencesOf(figures)).toEqual([])
    expect(figures.filter(([name]) => name.includes('window-before')).length).toBeGreaterThan(5)
    expect(figures.filter(([name]) => name.includes('mover')).length).toBeGreaterThan(1)
  })
})

/** Makes the database what it would be had these hours not been read. */
async function forget({ from, to }: { from: number; to: number }): Promise<void> {
  const bounds = [new Date(from), new Date(to)]
  for (const [table, condition] of [
    ['sync_state', `step = 'logs'`],
    ['metric_series', 'true'],
  ]) {
    const sql = `UPDATE ${table} SET covered = covered - tstzmultirange(tstzrange($1, $2)) WHERE ${condition}`
    await db.pool.query(sql, bounds)
  }
  for (const table of [
    'log_event',
    'invocation_minute',
    'invocation_hour',
    'retry_hour',
    'issue_hour',
    'metric_hour',
  ]) {
    await db.pool.query(`DELETE FROM ${table} WHERE at >= $1 AND at < $2`, bounds)
  }
  await db.pool.query('DELETE FROM invocation WHERE started_at >= $1 AND started_at < $2', bounds)
}

describe('the day on which clocks go forward', () => {
  const { nowMs, hours } = SPRING
  const day = windowOf('2026-03-29', nowMs)
  beforeAll(async () => {
    await begin(SPRING)
    await pull(db.url, { nowMs, backfillMs: hours * HOUR_MS, regions: ['eu-west-1'] })
    await groupAllIssues(db)
  }, 240_000)
  afterAll(end)

  it('is as long as it was there', () => expect(day.to - day.from).toBe(23 * HOUR_MS))
  it.each(['Overview and Functions', 'Summary in sum and over time', 'Cost'])('is true on %s', async (page) => {
    await expectTrue(page, await comparedOf(day, SPRING, 'eu-west-1'))
  })

  describe('when hours of it are not read', () => {
    const gap = { from: day.from + 8 * HOUR_MS, to: day.from + 11 * HOUR_MS }

    beforeAll(() => forget(gap))

    it.each(Object.keys(PAGES))('is true beside them on %s', async (page) => {
      await expectTrue(page, await comparedOf({ from: gap.to, to: gap.to + 4 * HOUR_MS }, SPRING, 'eu-west-1'))
    })

    it('gives no sum of a part for the whole', async () => {
      const { known, figures, trend } = await getOverview(db, day, nowMs)
      const { durationP95Ms, ...sums } = figures
      expect([known, durationP95Ms, ...Object.values(sums)]).toEqual([0, null, ...Object.values(sums).map(() => null)])
      expectGap(trend.atMs, trend.invocations)
      for (const item of (await listFunctions(db, { ...day, limit: 100 }, nowMs)).items) {
        const { name, invocations, errors, throttles, coldStarts, maxMemoryUsedMb, costUsd } = item
        const told = [invocations, errors, throttles, coldStarts, maxMemoryUsedMb, costUsd]
        expect([name, ...told]).toEqual([name, ...told.map(() => null)])
      }
      for (const qualifier of [undefined, 'live', '14']) {
        const identity = await getFunctionIdentity(db, 'checkout', {})
        const request = { ...day, qualifier }
        const { invocations, errors, throttles, fromLogs, coverage } = await getFunctionSummary(
          db,
          identity,
          request,
          nowMs,
        )
        const told = [invocations, errors, throttles, ...Object.values(fromLogs)]
        expect([qualifier, ...told]).toEqual([qualifier, ...told.map(() => null)])
        expect(coverage.reasons.length).toBeGreaterThan(0)
        const concurrency = await getFunctionConcurrency(db, identity, request, nowMs)
        expect([concurrency.throttles, concurrency.throttledMinutes]).toEqual([null, null])
        expectGap(concurrency.atMs, concurrency.throttled)
      }
    })

    it('tells sums over time without the hours that are not known', async () => {
      const identity = await getFunctionIdentity(db, 'checkout', {})
      const { series } = await getFunctionMetrics(db, identity, { ...day, periodMs: HOUR_MS }, nowMs)
      for (const { statistic, points } of series.filter((one) => SUMS.includes(one.metric))) {
        expect(statistic).toBe('Sum')
        expectGap(
          points.map(([atMs]) => atMs),
          points.map(([, value]) => value),
        )
      }
      const ledger = await getLedger(db, day, nowMs)
      expectGap(ledger.atMs, ledger.claimed)
      const { buckets, known, periodMs } = await getLogHistogram(db, day)
      const isKnown = (atMs: number) => known.some(({ fromMs, toMs }) => atMs < toMs && atMs + periodMs > fromMs)
      expectGap(
        buckets.map(({ atMs }) => atMs),
        buckets.map(({ atMs, counts }) => (isKnown(atMs) ? counts.info : null)),
      )
    })

    it('says of what is counted from the rest that it is a part', async () => {
      const identity = await getFunctionIdentity(db, 'checkout', {})
      const [performance, versions, facets] = await Promise.all([
        getPerformance(db, identity, day, nowMs),
        getVersions(db, identity, day, nowMs),
        getInvocationFacets(db, identity, day, nowMs),
      ])
      expect([performance.isWhole, versions.isWhole, facets.isWhole]).toEqual([false, false, false])
      expect(versions.aliases.map(({ invocations }) => invocations)).toEqual([null])
      const heat = performance.heat?.columns ?? []
      expectGap(
        heat.map(({ fromMs }) => fromMs),
        heat.map(({ counts }) => counts),
      )
      expectGap(
        facets.histogram.map(({ atMs }) => atMs),
        facets.histogram.map(({ counts }) => counts),
      )
      const { items } = await listIssues(db, { ...day, limit: 100, sort: 'count' }, nowMs)
      expect(items.length).toBeGreaterThan(3)
      for (const { isPartial, trend } of items) {
        expect(isPartial).toBe(true)
        expectGap(
          trend.map(([atMs]) => atMs),
          trend.map(([, value]) => value),
        )
      }
      const cost = await getCost(db, { ...day, groupBy: 'function' }, nowMs)
      expect(cost.partlyRead).toBeGreaterThan(10)
    })

    /** What lies wholly within the hours that are not read is not known; the hours two before are. */
    function expectGap(atMs: readonly number[], values: readonly unknown[]): void {
      const periodMs = (atMs[1] ?? Number.NaN) - (atMs[0] ?? Number.NaN)
      const within = atMs.map((at) => at >= gap.from && at + periodMs <= gap.to)
      expect(within.filter(Boolean).length).toBeGreaterThan(0)
      expect(values.filter((_, index) => within[index])).toEqual(within.filter(Boolean).map(() => null))
      const before = values.filter((_, index) => (atMs[index] ?? 0) + periodMs <= gap.from)
      expect(before.filter((value) => value === null)).toEqual([])
    }
  })
})
