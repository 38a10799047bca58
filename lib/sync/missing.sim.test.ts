import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { selectRows } from '@/lib/server/db'
import { coveredJson } from '@/lib/sync/store/covered-sql'
import { dumpComparable } from '@/lib/sync/testing/dump-comparable'
import { diffDumps } from '@/lib/sync/testing/dump-rows'
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

const READS = ['FilterLogEvents', 'GetMetricData', 'GetTraceSummaries', 'BatchGetTraces']
const PULL = { backfillMs: HOUR_MS / 2, regions: ['eu-west-1'] }
const IMPATIENT = { timeouts: { connectionTimeout: 1_000, requestTimeout: 1_000, socketTimeout: 1_000 } }

let world: TestWorld
let calm: TestDb
let disturbed: TestDb

beforeAll(async () => {
  world = await startWorld({ functions: 4, hours: 1 })
  calm = await openTestDb()
  await pull(calm.url, PULL)
}, 120_000)

afterEach(async () => {
  await askSimulator(world, '/_faults', { method: 'DELETE' })
  await disturbed?.drop()
})

afterAll(async () => {
  await calm?.drop()
  await world?.stop()
})

type Ranges = [number, number][]

function isCovered(ranges: Ranges | undefined, atMs: number): boolean {
  return ranges?.some(([fromMs, toMs]) => atMs >= fromMs && atMs < toMs) ?? false
}

async function readLines({ pool }: TestDb): Promise<Map<string, { group: string; atMs: number }>> {
  const rows = await selectRows<{ key: string; group: string; atMs: number }>(
    pool,
    `SELECT concat_ws('/', g.name, s.name, e.event_id) AS key, g.name AS group, (extract(epoch FROM e.at) * 1000)::float8 AS "atMs"
     FROM log_event e JOIN log_stream s ON s.id = e.stream_id JOIN log_group g ON g.id = s.log_group_id`,
    [],
  )
  return new Map(rows.map(({ key, ...line }) => [key, line]))
}

type SeriesRow = { key: string; covered: Ranges; hours: Record<string, (number | null)[]> }

/** hours: the points of the minutes of each hour, by its start. */
async function readSeries({ pool }: TestDb): Promise<Map<string, SeriesRow>> {
  const rows = await selectRows<SeriesRow>(
    pool,
    `SELECT concat_ws('/', f.arn, s.qualifier, s.executed_version, s.metric, s.statistic) AS key, ${coveredJson('s.covered')} AS covered,
       coalesce((SELECT jsonb_object_agg((extract(epoch FROM h.at) * 1000)::int8, h.points) FROM metric_hour h WHERE h.series_id = s.id), '{}') AS hours
     FROM metric_series s LEFT JOIN lambda_function f ON f.id = s.function_id`,
    [],
  )
  return new Map(rows.map((row) => [row.key, row]))
}

/** What is said to be covered and yet lacks what the undisturbed pull found there. */
async function findCoveredButMissing(): Promise<{ covered: number; missing: string[] }> {
  const states = await selectRows<{ group: string; covered: Ranges }>(
    disturbed.pool,
    `SELECT subject AS group, ${coveredJson('covered')} AS covered FROM sync_state WHERE step = 'logs'`,
    [],
  )
  const coverage = new Map(states.map(({ group, covered }) => [group, covered]))
  const lines = await readLines(disturbed)
  const missing: string[] = []
  let covered = 0
  for (const [key, { group, atMs }] of await readLines(calm)) {
    if (!isCovered(coverage.get(group), atMs)) continue
    covered += 1
    if (!lines.has(key)) missing.push(`line ${key}`)
  }
  const found = await readSeries(disturbed)
  for (const [key, { hours }] of await readSeries(calm)) {
    for (const [startMs, points] of Object.entries(hours)) {
      for (const [minute, value] of points.entries()) {
        if (!isCovered(found.get(key)?.covered, Number(startMs) + minute * 60_000)) continue
        covered += 1
        if ((found.get(key)?.hours[startMs]?.[minute] ?? null) !== value)
          missing.push(`point ${key} ${startMs} ${minute}`)
      }
    }
  }
  return { covered, missing }
}

type Units = Record<string, number>

/** Units that AWS bills, of what it does not give for nothing. */
async function readBill(): Promise<Units> {
  const { byApi } = await askSimulator<{ byApi: { operation: string; billedUnits: number }[] }>(world, '/_bill')
  return Object.fromEntries(byApi.map(({ operation, billedUnits }) => [operation, billedUnits]))
}

async function readMeter(): Promise<Units> {
  const rows = await selectRows<{ operation: string; units: number }>(
    disturbed.pool,
    'SELECT operation, sum(billed_units)::int AS units FROM api_usage GROUP BY 1 HAVING sum(billed_units) > 0',
    [],
  )
  return Object.fromEntries(rows.map(({ operation, units }) => [operation, units]))
}

it.each<[string, Record<string, unknown>[]]>([
  [
    'refused',
    [{ kind: 'throttle' }, { kind: 'access-denied' }, { kind: '500' }, { kind: '503' }, { kind: 'gone', paged: true }],
  ],
  [
    'cut or replaced',
    [{ kind: 'truncate' }, { kind: 'cut-body' }, { kind: 'html-200' }, { kind: 'html-404' }, { kind: 'html-500' }],
  ],
  ['of wrong types', [{ kind: 'bad-type' }, { kind: 'bad-fields' }, { kind: 'null-lists' }]],
  [
    'on pages that repeat, lead nowhere or are forgotten',
    [{ kind: 'expired-token' }, { kind: 'same-token' }, { kind: 'repeat-page' }],
  ],
  [
    'never there, or there in part',
    [{ kind: 'reset' }, { kind: 'hang' }, { kind: 'stall' }, { kind: '502' }, { kind: '504' }],
  ],
])('answers that are %s cover nothing that is not stored, and the pull mends itself', async (_name, faults) => {
  disturbed = await openTestDb()
  const before = await readBill()
  // The empty pages have a token, without which the faults of tokens would never come about.
  const rules = [...faults, { kind: 'empty-page' }].flatMap((fault) =>
    READS.map((operation) => ({ operation, probability: 0.25, ...fault })),
  )
  await askSimulator(world, '/_faults', { method: 'POST', body: JSON.stringify(rules) })
  await pull(disturbed.url, { ...PULL, ...IMPATIENT })
  const first = await findCoveredButMissing()
  expect(first.missing).toEqual([])
  await askSimulator(world, '/_faults', { method: 'DELETE' })
  const failed = await selectRows(disturbed.pool, `SELECT 1 FROM sync_state WHERE state NOT IN ('ok', 'waiting')`, [])
  expect(failed.length).toBeGreaterThan(0)
  await disturbed.pool.query(`UPDATE sync_state SET next_run_at = 'epoch' WHERE step NOT IN ('prune')`)
  await disturbed.pool.query(`UPDATE trace SET fetch_after = $1 WHERE fetch_after IS NOT NULL`, [new Date(TEST_NOW_MS)])
  await pull(disturbed.url, PULL)
  const last = await findCoveredButMissing()
  expect(last.missing).toEqual([])
  expect(last.covered).toBeGreaterThan(1_000)
  expect(diffDumps(await dumpComparable(calm.pool), await dumpComparable(disturbed.pool))).toEqual({})
  const bill = Object.entries(await readBill()).map(([operation, units]) => [
    operation,
    units - (before[operation] ?? 0),
  ])
  expect(await readMeter()).toEqual(Object.fromEntries(bill.filter(([, units]) => units !== 0)))
})
