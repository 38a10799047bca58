import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { selectRows } from '@/lib/server/db'
import { getCost } from '@/lib/server/queries/get-cost'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getFunctionMetrics } from '@/lib/server/queries/get-function-metrics'
import { getFunctionSummary } from '@/lib/server/queries/get-function-summary'
import { getLogHistogram } from '@/lib/server/queries/get-log-histogram'
import { listInvocations } from '@/lib/server/queries/list-invocations'
import { listIssues } from '@/lib/server/queries/list-issues'
import { listLogs } from '@/lib/server/queries/list-logs'
import { compareAnalysis, type Difference } from '@/lib/sync/testing/compare-analysis'
import { compareFacets } from '@/lib/sync/testing/compare-facets'
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

const LAST_HOUR_MS = Math.floor(TEST_NOW_MS / HOUR_MS) * HOUR_MS - HOUR_MS
const WINDOWS = [LAST_HOUR_MS, LAST_HOUR_MS - HOUR_MS].map((fromMs) => ({ from: fromMs, to: fromMs + HOUR_MS }))

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

describe.each(WINDOWS)('the hour from $from', (window) => {
  let truth: TrueFunction[]
  beforeAll(async () => {
    const answer = await askSimulator<{ functions: TrueFunction[] }>(
      world,
      `/_truth?from=${window.from}&to=${window.to}`,
    )
    truth = answer.functions
  })

  it('is summed up exactly for every function, version and alias', async () => {
    const wrong: unknown[] = []
    let compared = 0
    for (const fn of truth) {
      for (const [qualifier, counts] of qualifiersOf(fn)) {
        const summary = await summaryOf(fn, qualifier, window)
        const expected = expectedOf(fn, counts)
        compared += 1
        for (const [figure, value] of Object.entries(expected)) {
          if (summary[figure] !== value)
            wrong.push({ name: fn.name, qualifier, figure, got: summary[figure], expected: value })
        }
      }
    }
    expect(wrong).toEqual([])
    expect(compared).toBeGreaterThan(100)
  })

  it('has percentiles within 1 % and the same sums in any period', async () => {
    for (const fn of truth.filter((one) => one.all.invocations > 0 && one.tags['log-level'] === undefined)) {
      const identity = await getFunctionIdentity(db, fn.name, fn)
      const { durationMs } = await getFunctionSummary(db, identity, window, TEST_NOW_MS)
      for (const name of ['p50', 'p95', 'p99'] as const) {
        const exact = fn.all.durationMs[name] ?? Number.NaN
        expect(Math.abs((durationMs[name] ?? Number.NaN) - exact) / exact).toBeLessThan(0.0101)
      }
      const { series } = await getFunctionMetrics(db, identity, { ...window, periodMs: 300_000 }, TEST_NOW_MS)
      const sums = series.filter((one) => one.metric === 'Invocations' || one.metric === 'LoggedInvocations')
      for (const one of sums) {
        expect(one.points.reduce((sum, [, value]) => sum + (value ?? Number.NaN), 0)).toBe(fn.all.invocations)
      }
    }
  })

  it('is analysed as it was: durations, cold starts, environments, throttles and routes', async () => {
    const differences: Difference[] = []
    let compared = 0
    for (const fn of truth.filter((one) => one.tags['log-level'] === undefined)) {
      const query = `region=${fn.region}&function=${fn.name}&from=${window.from}&to=${window.to}`
      const calls = await askSimulator<TrueCall[]>(world, `/_truth/invocations?${query}`)
      const found = await compareAnalysis({ db, fn, calls, window, nowMs: TEST_NOW_MS })
      differences.push(...found.differences)
      compared += found.count
    }
    expect(differences).toEqual([])
    expect(compared).toBeGreaterThan(500)
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
      const { items, nextCursor } = await listLogs(db, {
        ...lines,
        ...place,
        query: TIMEOUT,
      })
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
    const { items } = await listLogs(db, { ...window, query: 'level:>=error', limit: 1000 })
    const { buckets, sampledShare } = await getLogHistogram(db, { ...window, query: 'level:>=error' })
    const counted = buckets.reduce((sum, { counts }) => sum + counts.error + counts.fatal, 0)
    expect([sampledShare, counted]).toEqual([1, items.length])
    const named = items.find(({ requestId }) => requestId !== null)
    const own = await listLogs(db, { ...lines, query: `request:${named?.requestId}`, limit: 1000 })
    expect(own.items.map(({ id }) => id)).toContain(named?.id)
    expect(new Set(own.items.map(({ requestId }) => requestId))).toEqual(new Set([named?.requestId]))
  })
})

describe('costs', () => {
  // Half of an hour at each end of a whole one.
  const window = { from: LAST_HOUR_MS - 90 * 60_000, to: LAST_HOUR_MS + 30 * 60_000 }

  it('are those of what was billed, by version and by function', async () => {
    const { functions: truth } = await askSimulator<{ functions: TrueFunction[] }>(
      world,
      `/_truth?from=${window.from}&to=${window.to}`,
    )
    const [byVersion, byFunction] = await Promise.all(
      ['version', 'function'].map(async (groupBy) => (await getCost(db, { ...window, groupBy }, TEST_NOW_MS)).groups),
    )
    const sizes = await selectRows<{ name: string; region: string; version: string; memoryMb: number }>(
      db.pool,
      `SELECT f.name, p.region, v.version, v.memory_mb AS "memoryMb"
       FROM (SELECT function_id, version, memory_mb FROM function_version
             UNION SELECT id, '$LATEST', memory_mb FROM lambda_function) v
         JOIN lambda_function f ON f.id = v.function_id JOIN account_region p ON p.id = f.account_region_id`,
      [],
    )
    let compared = 0
    for (const fn of truth.filter((one) => one.tags['log-level'] === undefined)) {
      const own = byVersion?.filter(({ of }) => of?.functionName === fn.name && of.region === fn.region) ?? []
      let gbSeconds = 0
      for (const [version, counts] of Object.entries(fn.versions).filter(([, { invocations }]) => invocations > 0)) {
        const size = sizes.find((one) => one.name === fn.name && one.region === fn.region && one.version === version)
        const group = own.find((one) => one.version === version)
        expect(`${fn.name}:${version} ${group?.invocations}`).toBe(`${fn.name}:${version} ${counts.invocations}`)
        const expected = ((counts.billedMs / 1000) * (size?.memoryMb ?? Number.NaN)) / 1024
        expect(group?.gbSeconds).toBeCloseTo(expected, 6)
        gbSeconds += expected
        compared += 1
      }
      const whole = byFunction?.find(({ of }) => of?.functionName === fn.name && of.region === fn.region)
      if (gbSeconds > 0) expect(whole?.gbSeconds).toBeCloseTo(gbSeconds, 6)
    }
    expect(compared).toBeGreaterThan(30)
  })
})

function qualifiersOf(fn: TrueFunction): [string | undefined, Counts][] {
  return [[undefined, fn.all], ...Object.entries(fn.versions), ...Object.entries(fn.aliases)]
}

async function summaryOf(fn: TrueFunction, qualifier: string | undefined, window: { from: number; to: number }) {
  const identity = await getFunctionIdentity(db, fn.name, fn)
  const { invocations, errors, throttles, fromLogs, durationMs } = await getFunctionSummary(
    db,
    identity,
    { ...window, qualifier },
    TEST_NOW_MS,
  )
  const summary: Record<string, number | null> = {
    ...fromLogs,
    logged: fromLogs.invocations,
    max: durationMs.max,
    invocations,
    errors,
    throttles,
  }
  return summary
}

/** At the log level WARN only what CloudWatch counts can be known. */
function expectedOf(fn: TrueFunction, { durationMs, ...counts }: Counts): Record<string, number | null> {
  const { invocations, errors, throttles } = counts
  if (fn.tags['log-level'] === 'warn') return { invocations, errors, throttles }
  return { ...counts, logged: invocations, max: durationMs.max }
}
