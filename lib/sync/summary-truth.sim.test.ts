import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getComparison } from '@/lib/server/queries/get-comparison'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getLogHistogram } from '@/lib/server/queries/get-log-histogram'
import { listInvocations } from '@/lib/server/queries/list-invocations'
import { listIssues } from '@/lib/server/queries/list-issues'
import { listLogs } from '@/lib/server/queries/list-logs'
import { compareFacets } from '@/lib/sync/testing/compare-facets'
import { PAGES } from '@/lib/sync/testing/compare-pages'
import { groupAllIssues } from '@/lib/sync/testing/group-all-issues'
import {
  askSimulator,
  HOUR_MS,
  openTestDb,
  pull,
  startWorld,
  TEST_NOW_MS,
  type TestDb,
  type TestWorld,
} from '@/lib/sync/testing/open-test-pull'
import type { TrueCall } from '@/lib/sync/testing/true-analysis'
import type { Counts, TrueFunction } from '@/lib/sync/testing/true-function'
import { differencesOf, readTrueWindow, type TrueWindow } from '@/lib/sync/testing/true-window'

const LAST_HOUR_MS = Math.floor(TEST_NOW_MS / HOUR_MS) * HOUR_MS - HOUR_MS

let world: TestWorld
let db: TestDb

beforeAll(async () => {
  world = await startWorld({ functions: 40, hours: 4 })
  db = await openTestDb()
  await pull(db.url)
  await groupAllIssues(db)
}, 240_000)

afterAll(async () => {
  await db?.drop()
  await world?.stop()
})

describe('the last whole hour', () => {
  const window = { from: LAST_HOUR_MS, to: LAST_HOUR_MS + HOUR_MS }
  let truth: TrueFunction[]
  beforeAll(async () => {
    const answer = await askSimulator<{ functions: TrueFunction[] }>(
      world,
      `/_truth?from=${window.from}&to=${window.to}`,
    )
    truth = answer.functions
  })

  it('has facets and a histogram that count each invocation once', async () => {
    let compared = 0
    for (const fn of truth.filter((one) => one.tags['log-level'] === undefined)) {
      const query = `region=${fn.region}&function=${fn.name}&from=${window.from}&to=${window.to}`
      const calls = await askSimulator<TrueCall[]>(world, `/_truth/invocations?${query}`)
      for (const [figure, got, expected] of await compareFacets({ db, fn, calls, window, nowMs: TEST_NOW_MS })) {
        expect([figure, got]).toEqual([figure, expected])
        compared += 1
      }
    }
    expect(compared).toBeGreaterThan(200)
  })

  it('lists as many invocations of an alias as were called through it', async () => {
    for (const fn of truth.filter((one) => one.tags['log-level'] === undefined)) {
      for (const [qualifier, { invocations }] of Object.entries(fn.aliases)) {
        const identity = await getFunctionIdentity(db, fn.name, fn)
        const request = { ...window, qualifier, limit: 1000, sort: 'newest' as const }
        const { items, nextCursor } = await listInvocations(db, identity, request, TEST_NOW_MS)
        if (nextCursor === null)
          expect(`${fn.name}:${qualifier} ${items.length}`).toBe(`${fn.name}:${qualifier} ${invocations}`)
      }
    }
  })
})

describe('minutes with a whole hour between them', () => {
  let truth: TrueWindow
  beforeAll(async () => {
    truth = await readTrueWindow(world, { from: LAST_HOUR_MS - 37 * 60_000, to: LAST_HOUR_MS + 61 * 60_000 })
  })

  it.each(Object.entries(PAGES))('are told as they were on %s', async (_page, compare) => {
    const readTruth = (window: { from: number; to: number }) => readTrueWindow(world, window)
    const nowMs = TEST_NOW_MS
    const figures = await compare({ db, world, truth, readTruth, nowMs, readFromMs: nowMs - 3 * HOUR_MS })
    expect(differencesOf(figures)).toEqual([])
    expect(figures.length).toBeGreaterThan(100)
  })

  it('show the version that fails more often and takes longer', async () => {
    const identity = await getFunctionIdentity(db, 'checkout', {})
    // Version 16 is there since 0.7 of the four hours.
    const [fromMs, toMs] = [LAST_HOUR_MS - 30 * 60_000, TEST_NOW_MS - 5 * 60_000]
    const sides = { firstFrom: fromMs, firstTo: toMs, secondFrom: fromMs, secondTo: toMs }
    const verdictOf = async (first: string, second: string) =>
      (await getComparison(db, identity, { ...sides, first, second }, TEST_NOW_MS)).verdict
    expect(await verdictOf('14', '16')).toBe('worse')
    expect(await verdictOf('16', '14')).not.toBe('worse')
    expect(await verdictOf('14', '14')).toBeNull()
  })
})

describe('issues', () => {
  // An hour and a half with ragged edges: minutes, a whole hour, minutes.
  const window = { from: LAST_HOUR_MS - 37 * 60_000, to: LAST_HOUR_MS + 53 * 60_000 }

  it('count every failure of every function, version and alias once, by class', async () => {
    const { functions: truth } = await askSimulator<{ functions: TrueFunction[] }>(
      world,
      `/_truth?from=${window.from}&to=${window.to}`,
    )
    const wrong: unknown[] = []
    let failures = 0
    for (const fn of truth) {
      for (const [qualifier, counts] of qualifiersOf(fn)) {
        const { name: functionName, accountId, region } = fn
        const request = { ...window, functionName, accountId, region, qualifier, limit: 1000, sort: 'count' as const }
        const { items } = await listIssues(db, request, TEST_NOW_MS)
        const sumOf = (name?: string) =>
          items.filter((item) => name === undefined || item.class === name).reduce((sum, { count }) => sum + count, 0)
        const got = [sumOf(), sumOf('timeout'), sumOf('out-of-memory'), sumOf('init-error')]
        const expected = [counts.errors, counts.timeouts, counts.outOfMemory, counts.initErrors]
        failures += counts.errors
        if (got.join() !== expected.join()) wrong.push({ name: fn.name, qualifier, got, expected })
        for (const { count, trend, isPartial } of items) {
          expect(isPartial).toBe(false)
          expect(trend.reduce((sum, [, value]) => sum + (value ?? Number.NaN), 0)).toBe(count)
        }
      }
    }
    expect(wrong).toEqual([])
    expect(failures).toBeGreaterThan(100)
  })
})

describe('log lines', () => {
  type TrueInvocation = { requestId: string; executedVersion: string; result: string; startMs: number }
  // A timeout is told when it is over, up to a quarter of an hour after its start.
  const window = { from: LAST_HOUR_MS, to: LAST_HOUR_MS + HOUR_MS }
  const lines = { from: window.from, to: window.to + HOUR_MS / 4 }
  // The sandbox's sentence, the REPORT line of newer runtimes, the JSON format.
  const TIMEOUT = '"Task timed out" OR "Status: timeout" OR record.status:timeout'

  it('of every function and version that tell of a timeout are found by their words, and no others', async () => {
    const { functions: truth } = await askSimulator<{ functions: TrueFunction[] }>(
      world,
      `/_truth?from=${window.from}&to=${lines.to}`,
    )
    let timeouts = 0
    for (const { name, accountId, region, all } of truth.filter((fn) => fn.all.timeouts > 0)) {
      const calls = await askSimulator<TrueInvocation[] | { invocations: TrueInvocation[] }>(
        world,
        `/_truth/invocations?region=${region}&function=${name}&from=${window.from}&to=${lines.to}`,
      )
      const timedOut = (Array.isArray(calls) ? calls : calls.invocations).filter(({ result }) => result === 'timeout')
      expect(timedOut).toHaveLength(all.timeouts)
      const place = { functionName: name, accountId, region, limit: 1000 }
      const { items, nextCursor } = await listLogs(db, { ...lines, ...place, query: TIMEOUT }, lines.to)
      expect(nextCursor).toBeNull()
      const found = new Map(items.map((item) => [item.requestId, item.version]))
      for (const { requestId, executedVersion, startMs } of timedOut) {
        if (startMs >= window.to) continue
        timeouts += 1
        expect([name, requestId, found.get(requestId)]).toEqual([name, requestId, executedVersion])
      }
      const known = new Set(timedOut.map(({ requestId }) => requestId))
      const strangers = items.filter(
        ({ requestId, atMs }) => !known.has(requestId ?? '') && atMs >= lines.from + HOUR_MS / 4,
      )
      expect(strangers).toEqual([])
    }
    expect(timeouts).toBeGreaterThan(0)
  })

  it('of one request are all of it, and of one level as many as the histogram counts', async () => {
    const { items } = await listLogs(db, { ...window, query: 'level:>=error', limit: 1000 }, window.to)
    const { buckets, sampledShare } = await getLogHistogram(db, { ...window, query: 'level:>=error' })
    const counted = buckets.reduce((sum, { counts }) => sum + counts.error + counts.fatal, 0)
    expect([sampledShare, counted]).toEqual([1, items.length])
    const named = items.find(({ requestId }) => requestId !== null)
    const own = await listLogs(db, { ...lines, query: `request:${named?.requestId}`, limit: 1000 }, lines.to)
    expect(own.items.map(({ id }) => id)).toContain(named?.id)
    expect(new Set(own.items.map(({ requestId }) => requestId))).toEqual(new Set([named?.requestId]))
  })
})

function qualifiersOf(fn: TrueFunction): [string | undefined, Counts][] {
  return [[undefined, fn.all], ...Object.entries(fn.versions), ...Object.entries(fn.aliases)]
}
