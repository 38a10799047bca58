import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unpackDocuments } from '@/lib/server/blocks/pack-documents'
import { selectRows } from '@/lib/server/db'
import { withoutDurations } from '@/lib/sync/testing/dump-comparable'
import { countDump, diffDumps, dumpRows } from '@/lib/sync/testing/dump-rows'
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
import type { Counts, TrueFunction } from '@/lib/sync/testing/true-function'

/** Quantiles are compared elsewhere. */
type Totals = Omit<Counts, 'durationMs'>

/** The last quarter of an hour is left out: its log lines may still be under way. */
const FROM_MS = TEST_NOW_MS - 3 * HOUR_MS
const TO_MS = TEST_NOW_MS - HOUR_MS / 4

const METRIC_MINUTES = `(
  SELECT h.series_id, h.at + (minute - 1) * interval '1 minute' AS at, value
  FROM metric_hour h, unnest(h.points) WITH ORDINALITY AS p(value, minute) WHERE value IS NOT NULL
)`

let world: TestWorld
let db: TestDb
let truth: TrueFunction[]

beforeAll(async () => {
  world = await startWorld({ functions: 40, hours: 3 })
  db = await openTestDb()
  await pull(db.url)
  truth = (await askSimulator<{ functions: TrueFunction[] }>(world, `/_truth?from=${FROM_MS}&to=${TO_MS}`)).functions
}, 180_000)

afterAll(async () => {
  await db?.drop()
  await world?.stop()
})

/** Sums of metric points in the window by region/function/qualifier/executed version; null while a minute is not covered. */
async function readMetricSums(): Promise<Map<string, number | null>> {
  const rows = await selectRows<{ key: string; sum: number; covered: boolean }>(
    db.pool,
    `SELECT concat_ws('/', p.region, f.name, s.qualifier, s.executed_version, s.metric) AS key, s.covered @> tstzrange($1, $2) AS covered,
       coalesce((SELECT sum(value) FROM ${METRIC_MINUTES} m WHERE m.series_id = s.id AND m.at >= $1 AND m.at < $2), 0) AS sum
     FROM metric_series s JOIN lambda_function f ON f.id = s.function_id JOIN account_region p ON p.id = s.account_region_id
     WHERE s.statistic = 'Sum'`,
    [new Date(FROM_MS), new Date(TO_MS)],
  )
  return new Map(rows.map(({ key, sum, covered }) => [key, covered ? sum : null]))
}

async function readRollups(table: string): Promise<Map<string, Totals>> {
  type Row = Omit<Totals, 'errors' | 'throttles'> & { key: string; failed: number }
  const rows = await selectRows<Row>(
    db.pool,
    `SELECT concat_ws('/', p.region, f.name, r.version) AS key, sum(invocations)::int AS invocations,
       sum(cold_starts)::int AS "coldStarts", sum(billed_ms)::float8 AS "billedMs", max(max_memory_used_mb) AS "maxMemoryUsedMb",
       coalesce(sum(invocations) FILTER (WHERE result <> 'success'), 0)::int AS failed,
       coalesce(sum(invocations) FILTER (WHERE result = 'timeout'), 0)::int AS timeouts,
       coalesce(sum(invocations) FILTER (WHERE result = 'out-of-memory'), 0)::int AS "outOfMemory",
       coalesce(sum(invocations) FILTER (WHERE result = 'init-error'), 0)::int AS "initErrors"
     FROM ${table} r JOIN lambda_function f ON f.id = r.function_id JOIN account_region p ON p.id = r.account_region_id
     WHERE r.at >= $1 AND r.at < $2 GROUP BY p.region, f.name, r.version`,
    [new Date(FROM_MS), new Date(TO_MS)],
  )
  return new Map(rows.map(({ key, failed, ...row }) => [key, { ...row, errors: failed, throttles: 0 }]))
}

/** What of the counts the log lines tell. */
function fromLogs({ throttles: _, ...counts }: Totals) {
  const { invocations, errors, coldStarts, timeouts, outOfMemory, initErrors, billedMs } = counts
  return { invocations, errors, coldStarts, timeouts, outOfMemory, initErrors, billedMs }
}

const NONE: Totals = {
  invocations: 0,
  errors: 0,
  throttles: 0,
  coldStarts: 0,
  timeouts: 0,
  outOfMemory: 0,
  initErrors: 0,
  billedMs: 0,
  maxMemoryUsedMb: 0,
}

describe('a pull of three hours', () => {
  it('knows every function', async () => {
    const rows = await selectRows<{ name: string }>(
      db.pool,
      'SELECT name FROM lambda_function WHERE gone_at IS NULL',
      [],
    )
    expect(rows.map(({ name }) => name).sort()).toEqual(truth.map(({ name }) => name).sort())
    expect(truth).toHaveLength(40)
  })

  it('has the metric sums of every function', async () => {
    const sums = await readMetricSums()
    const expected = new Map<string, number>()
    const actual = new Map<string, number | null | undefined>()
    for (const { region, name, all } of truth) {
      for (const [metric, value] of [
        ['Invocations', all.invocations],
        ['Errors', all.errors],
        ['Throttles', all.throttles],
      ] as const) {
        const key = `${region}/${name}///${metric}`
        expected.set(key, value)
        actual.set(key, sums.get(key))
      }
    }
    expect(actual).toEqual(expected)
  })

  it('has the metric sums of every alias', async () => {
    const sums = await readMetricSums()
    const wrong: unknown[] = []
    let aliases = 0
    for (const { region, name, aliases: byAlias } of truth) {
      for (const [alias, counts] of Object.entries(byAlias)) {
        aliases += 1
        const figures = ['Invocations', 'Errors', 'Throttles'].map((metric) =>
          sums.get(`${region}/${name}/${alias}//${metric}`),
        )
        const expected = [counts.invocations, counts.errors, counts.throttles]
        if (JSON.stringify(figures) !== JSON.stringify(expected)) wrong.push({ name, alias, figures, expected })
      }
    }
    expect(wrong).toEqual([])
    expect(aliases).toBeGreaterThan(5)
  })

  it('rolls up what ran on every version', async () => {
    const rollups = await readRollups('invocation_minute')
    const wrong: unknown[] = []
    let versions = 0
    for (const { region, name, tags, versions: byVersion } of truth) {
      // Successful reports are not logged at this level: the lines cannot tell.
      if (tags['log-level'] === 'warn') continue
      for (const [version, counts] of Object.entries(byVersion)) {
        versions += 1
        const figures = fromLogs(rollups.get(`${region}/${name}/${version}`) ?? NONE)
        if (JSON.stringify(figures) !== JSON.stringify(fromLogs(counts))) {
          wrong.push({ name, version, figures, expected: fromLogs(counts) })
        }
      }
    }
    expect(wrong).toEqual([])
    expect(versions).toBeGreaterThan(40)
  })

  it('has in every hour the sum of its minutes', async () => {
    const sums = (table: string) =>
      selectRows(
        db.pool,
        `SELECT function_id, date_trunc('hour', at, 'UTC') AS hour, version, result, sum(invocations)::int AS invocations,
           sum(cold_starts)::int AS cold_starts, sum(billed_ms)::float8 AS billed_ms, max(duration_max_ms) AS duration_max_ms
         FROM ${table} GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
        [],
      )
    const hours = await sums('invocation_hour')
    expect(hours.length).toBeGreaterThan(100)
    expect(hours).toEqual(await sums('invocation_minute'))
  })

  it('has in every day the sum of its hours', async () => {
    const ofHours = await selectRows(
      db.pool,
      `SELECT function_id, date_trunc('day', at, 'UTC') AS at, sum(invocations)::int AS invocations,
         sum(cold_starts)::int AS cold_starts, max(max_memory_used_mb) AS max_memory_used_mb
       FROM invocation_hour GROUP BY 1, 2 ORDER BY 1, 2`,
      [],
    )
    const days = await selectRows(
      db.pool,
      `SELECT function_id, at, invocations, cold_starts, max_memory_used_mb FROM invocation_day ORDER BY 1, 2`,
      [],
    )
    expect(days.length).toBeGreaterThan(20)
    expect(days).toEqual(ofHours)
  })

  it('stamps invocations with the minute of CloudWatch', async () => {
    const differing = await selectRows(
      db.pool,
      `SELECT f.name, m.at, m.value, r.invocations FROM metric_series s
       JOIN lambda_function f ON f.id = s.function_id AND coalesce(f.system_log_level, '') <> 'WARN'
       JOIN ${METRIC_MINUTES} m ON m.series_id = s.id AND m.at >= $1 AND m.at < $2
       LEFT JOIN LATERAL (
         SELECT coalesce(sum(invocations), 0)::int AS invocations FROM invocation_minute r WHERE r.function_id = f.id AND r.at = m.at
       ) r ON true
       WHERE s.qualifier = '' AND s.metric = 'Invocations' AND r.invocations <> m.value LIMIT 5`,
      [new Date(FROM_MS), new Date(TO_MS)],
    )
    expect(differing).toEqual([])
  })

  it('has every trace with its documents and functions', async () => {
    const stored = await selectRows<{ id: string; body: Buffer | null; functions: number }>(
      db.pool,
      `SELECT t.id, (SELECT d.body FROM trace_documents d WHERE d.trace_id = t.id) AS body,
         (SELECT count(*)::int FROM trace_function f WHERE f.trace_id = t.id) AS functions FROM trace t`,
      [],
    )
    const byId = new Map(stored.map((trace) => [trace.id, trace]))
    let traces = 0
    for (const region of ['eu-west-1', 'us-east-1']) {
      const path = `/_truth/traces?region=${region}&from=${FROM_MS}&to=${TO_MS}`
      const answer = await askSimulator<{ id: string; segmentCount: number }[]>(world, path)
      for (const { id, segmentCount } of answer) {
        traces += 1
        const body = byId.get(id)?.body
        expect(body == null ? 0 : unpackDocuments(body).length, id).toBe(segmentCount)
      }
    }
    expect(traces).toBeGreaterThan(100)
    expect(stored.filter(({ functions }) => functions === 0)).toEqual([])
  })

  it('joins traced invocations to their traces', async () => {
    const [row] = await selectRows<{ traced: number; joined: number }>(
      db.pool,
      `SELECT count(*)::int AS traced, count(t.trace_id)::int AS joined FROM invocation i
       LEFT JOIN trace_function t ON t.trace_id = i.trace_id AND t.request_id = i.request_id::text AND t.function_id = i.function_id
       WHERE i.trace_id IS NOT NULL AND i.closed AND i.started_at < $1`,
      [new Date(TO_MS)],
    )
    expect(row?.traced).toBeGreaterThan(100)
    expect(row?.joined).toBe(row?.traced)
  })

  it('meters what the simulator bills', async () => {
    type Line = { region: string; service: string; operation: string; calls: number; billedUnits: number; usd: number }
    const bill = await askSimulator<{ totalUsd: number; byApi: Line[] }>(world, '/_bill')
    const metered = await selectRows<Line>(
      db.pool,
      `SELECT p.region, u.service, u.operation, sum(u.calls)::float8 AS calls, sum(u.billed_units)::float8 AS "billedUnits", sum(u.usd) AS usd
       FROM api_usage u JOIN account_region p ON p.id = u.account_region_id GROUP BY p.region, u.service, u.operation`,
      [],
    )
    const text = ({ region, operation, calls, usd }: Line) => `${region} ${operation} ${calls} calls $${usd.toFixed(9)}`
    expect(metered.map(text).sort()).toEqual(bill.byApi.map(text).sort())
    // Of those, what was for functions: nearly all metrics, lines and settings, and of traces and listings nothing.
    const [shares] = await selectRows<{ calls: number; usd: number }>(
      db.pool,
      'SELECT sum(calls) AS calls, sum(usd) AS usd FROM api_usage_function',
      [],
    )
    const sumOf = (lines: readonly Line[], of: 'calls' | 'usd') => lines.reduce((sum, line) => sum + line[of], 0)
    const asked = metered.filter(({ operation }) => operation === 'GetMetricData')
    expect(shares?.usd).toBeGreaterThan(0.9 * sumOf(asked, 'usd'))
    expect(shares?.usd).toBeLessThanOrEqual(sumOf(asked, 'usd'))
    const serveAll = ['ListFunctions', 'ListEventSourceMappings', 'GetAccountSettings']
    const single = metered.filter(({ service, operation }) => {
      return service === 'lambda' ? !serveAll.includes(operation) : operation === 'FilterLogEvents'
    })
    expect(shares?.calls).toBeGreaterThan(0.95 * sumOf(single, 'calls'))
    expect(shares?.calls).toBeLessThanOrEqual(sumOf([...single, ...asked], 'calls'))
  })

  it('never stores the value of an environment variable or where the code lies', async () => {
    // By hand, because the SDK is at home in aws/ alone. The region is read from the scope of the credential.
    const scope = 'test/20261120/eu-west-1/lambda/aws4_request'
    const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`
    type Listed = { Functions: { Environment?: { Variables?: Record<string, string> } }[] }
    const { Functions } = await askSimulator<Listed>(world, '/2015-03-31/functions', { headers: { authorization } })
    // Short values, such as a stage, are words that also stand elsewhere.
    const values = Functions.flatMap((fn) => Object.values(fn.Environment?.Variables ?? {})).filter(
      (value) => value.length > 12,
    )
    expect(values.length).toBeGreaterThan(3)
    const tables = [
      'lambda_function',
      'function_version',
      'function_alias',
      'event_source_mapping',
      'function_policy',
    ] as const
    const text = [...(await dumpRows(db.pool, tables)).values()].flat().join('\n')
    expect(values.filter((value) => text.includes(value))).toEqual([])
    expect(text).not.toMatch(/X-Amz-Signature|awslambda-/)
  })

  it('changes nothing when it is done again', async () => {
    const before = withoutDurations(await dumpRows(db.pool))
    await db.pool.query(`
      UPDATE sync_state SET covered = '{}', next_run_at = 'epoch', cursor = CASE WHEN step = 'metric-list' THEN cursor END`)
    await db.pool.query(`UPDATE trace SET fetch_after = $1 WHERE documents_revision IS NOT NULL`, [
      new Date(TEST_NOW_MS),
    ])
    await pull(db.url)
    const after = withoutDurations(await dumpRows(db.pool))
    expect(countDump(after)).toEqual(countDump(before))
    expect(diffDumps(before, after)).toEqual({})
  }, 180_000)
})
