import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildProgram, type Program } from '@/e2e/fixtures/build-program'
import { askLogQuery } from '@/lib/server/commands/ask-log-query'
import { selectRows } from '@/lib/server/db'
import { estimateLogQuery } from '@/lib/server/queries/estimate-log-query'
import { getLogQuery } from '@/lib/server/queries/get-log-query'
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

const GROUP = '/shop/archived-receipts'
const QUARTER_MS = 15 * 60_000
const STORED = `
  SELECT i.request_id AS "requestId", i.result, (extract(epoch FROM i.started_at) * 1000)::float8 AS "startMs"
  FROM invocation i JOIN lambda_function f ON f.id = i.function_id
  WHERE f.name = 'receipt-archive' AND i.started_at >= $1 AND i.started_at < $2 ORDER BY i.started_at, i.key`
const STATE = `
  SELECT state, detail, (SELECT json_agg(json_build_array((extract(epoch FROM lower(r)) * 1000)::float8,
    (extract(epoch FROM upper(r)) * 1000)::float8)) FROM unnest(covered) r) AS covered
  FROM sync_state WHERE step = 'logs' AND subject = $1`
/* What else is pulled tells nothing here. */
const REST_OTHERS = `
  UPDATE sync_state SET next_run_at = 'infinity', backfill_at = NULL
  WHERE step <> 'log-queries' AND NOT (step = 'logs' AND subject = $1)`
const LIVE_AT = `
  SELECT (cursor->>'liveAtMs')::float8 AS "atMs" FROM sync_state WHERE step = 'logs' AND subject = $1`
const METERED = `
  SELECT sum(calls)::int AS calls, sum(billed_units)::float8 AS units, sum(usd)::float8 AS usd FROM api_usage
  WHERE service = 'logs' AND operation = 'StartQuery'`

type Truth = { requestId: string; startMs: number; endMs: number }
type Bill = { byApi: { operation: string; calls: number; billedUnits: number; usd: number }[] }

let world: TestWorld
let db: TestDb
let program: Program

beforeAll(async () => {
  program = await buildProgram('lib/sync/testing/pull-process.ts')
  world = await startWorld({ functions: 42, hours: 1 })
  db = await openTestDb()
  await pull(db.url, { backfillMs: HOUR_MS / 3, regions: ['eu-west-1'] })
  await db.pool.query(REST_OTHERS, [GROUP])
}, 120_000)

afterAll(async () => {
  await db?.drop()
  await world?.stop()
  await program?.remove()
})

async function truth(fromMs: number, toMs: number): Promise<Truth[]> {
  const path = `/_truth/invocations?region=eu-west-1&function=receipt-archive&from=${fromMs}&to=${toMs}`
  return askSimulator<Truth[]>(world, path)
}

function stored(fromMs: number, toMs: number) {
  const values = [new Date(fromMs), new Date(toMs)]
  return selectRows<{ requestId: string; result: string; startMs: number }>(db.pool, STORED, values)
}

async function stateOf() {
  const [state] = await selectRows<{ state: string; detail: string | null; covered: [number, number][] }>(
    db.pool,
    STATE,
    [GROUP],
  )
  return state
}

/** The meter has counted what AWS bills. */
async function compareBill() {
  const [metered] = await selectRows<{ calls: number; units: number; usd: number }>(db.pool, METERED, [])
  const { byApi } = await askSimulator<Bill>(world, '/_bill')
  const billed = byApi.find(({ operation }) => operation === 'StartQuery')
  if (billed === undefined) throw new Error('No query was started')
  expect(metered).toMatchObject({ calls: billed.calls, units: billed.billedUnits })
  expect(metered?.usd).toBeCloseTo(billed.usd, 12)
  return billed
}

it('reads the newest quarter of an hour, says that it knows no more, and pays what AWS bills', async () => {
  const fromMs = TEST_NOW_MS - QUARTER_MS
  // What began in the last minute may not be delivered yet.
  const settledMs = TEST_NOW_MS - 60_000
  const expected = await truth(fromMs, settledMs)
  expect(expected.length).toBeGreaterThan(10)
  expect(await stored(fromMs, settledMs)).toMatchObject(
    expected.map(({ requestId, startMs }) => ({ requestId, startMs })),
  )
  expect(await stateOf()).toMatchObject({ state: 'ok', covered: [[fromMs, TEST_NOW_MS]] })
  expect((await compareBill()).billedUnits).toBeGreaterThan(1000)
})

it('reads on a quarter of an hour later, and lines that come a second time stay one', async () => {
  const nowMs = TEST_NOW_MS + QUARTER_MS
  await askSimulator(world, '/_clock', { method: 'POST', body: JSON.stringify({ toMs: nowMs }) })
  await pull(db.url, { nowMs, backfillMs: HOUR_MS / 3, regions: ['eu-west-1'] })
  const fromMs = TEST_NOW_MS - QUARTER_MS
  const expected = await truth(fromMs, nowMs - 60_000)
  expect(await stored(fromMs, nowMs - 60_000)).toMatchObject(
    expected.map(({ requestId, startMs }) => ({ requestId, startMs })),
  )
  expect(await stateOf()).toMatchObject({ state: 'ok', covered: [[fromMs, nowMs]] })
})

it('asks what somebody wrote, keeps its rows and fields in their order, and pays what AWS bills', async () => {
  const nowMs = TEST_NOW_MS + QUARTER_MS
  const window = { functionName: 'receipt-archive', from: TEST_NOW_MS - QUARTER_MS, to: TEST_NOW_MS }
  const run = async (query: string) => {
    const { id } = await askLogQuery(db, { ...window, query }, nowMs)
    await pull(db.url, { nowMs, backfillMs: HOUR_MS / 3, regions: ['eu-west-1'] })
    return getLogQuery(db, id)
  }
  const query = 'fields @timestamp, @message, @logStream | sort @timestamp desc | limit 5'
  const answer = await run(query)
  expect(answer).toMatchObject({ state: 'complete', detail: null, query, logGroup: GROUP })
  expect(answer.fields).toEqual(['@timestamp', '@message', '@logStream'])
  expect(answer.rows).toHaveLength(5)
  expect(answer.rows.every(([time]) => Date.parse(`${time?.replace(' ', 'T')}Z`) <= TEST_NOW_MS)).toBe(true)
  expect(answer.usd).toBeCloseTo((answer.scannedBytes ?? Number.NaN) * 5e-12, 15)
  expect(await run('count everything')).toMatchObject({ state: 'failed', scannedBytes: null })
  await compareBill()
  const estimate = await estimateLogQuery(db, window)
  expect(estimate).toMatchObject({ logGroup: GROUP, region: 'eu-west-1' })
  expect(estimate.usd).toBeCloseTo((estimate.bytes ?? Number.NaN) * 5e-12, 15)
})

it('sends no query again that may be paid already', async () => {
  const window = { functionName: 'receipt-archive', from: TEST_NOW_MS - QUARTER_MS, to: TEST_NOW_MS }
  const { id } = await askLogQuery(db, { ...window, query: 'fields @message' }, TEST_NOW_MS)
  await db.pool.query(`UPDATE log_query SET state = 'starting' WHERE id = $1`, [id])
  await pull(db.url, { nowMs: TEST_NOW_MS + QUARTER_MS, backfillMs: HOUR_MS / 3, regions: ['eu-west-1'] })
  expect(await getLogQuery(db, id)).toMatchObject({ state: 'failed', detail: expect.stringContaining('cut short') })
  await compareBill()
})

const UNDER_WAY = "cursor->'reading'->'query'"

/** Pulls in a process of its own that dies as soon as a query stands so in the cursor; every nth look at one is not answered. */
async function pullUntilKilled(nowMs: number, { every, where }: { every: number; where: string }): Promise<void> {
  const rule = { kind: 'hang', operation: 'GetQueryResults', every }
  await askSimulator(world, '/_faults', { method: 'POST', body: JSON.stringify(rule) })
  const env = { DATABASE_URL: db.url, PULL_NOW_MS: String(nowMs), PULL_BACKFILL_MS: String(HOUR_MS / 3) }
  const child = spawn(process.execPath, [program.file], {
    env: { ...process.env, ...world.env, ...env, LAMBDASCOPE_REGIONS: 'eu-west-1', LOG_LEVEL: 'error' },
    stdio: 'ignore',
  })
  const ended = once(child, 'exit')
  const sql = `SELECT FROM sync_state WHERE step = 'logs' AND subject = $1 AND ${where}`
  while ((await selectRows(db.pool, sql, [GROUP])).length === 0) {
    expect(child.exitCode).toBeNull()
    await sleep(20)
  }
  child.kill('SIGKILL')
  await ended
  await askSimulator(world, '/_faults', { method: 'DELETE' })
}

it.each([
  { moment: 'it is under way', every: 1, where: `${UNDER_WAY}->>'isCounted' = 'false'` },
  { moment: 'its lines are read', every: 3, where: `${UNDER_WAY}->>'isCounted' = 'true'` },
])('pays once for a query whose worker was killed while $moment', async ({ every, where }) => {
  const [before] = await selectRows<{ atMs: number }>(db.pool, LIVE_AT, [GROUP])
  const nowMs = Number(before?.atMs) + QUARTER_MS
  await askSimulator(world, '/_clock', { method: 'POST', body: JSON.stringify({ toMs: nowMs }) })
  await askSimulator(world, '/_calls', { method: 'DELETE' })
  await pullUntilKilled(nowMs, { every, where })
  const later = nowMs + 60_000
  await pull(db.url, { nowMs: later, backfillMs: HOUR_MS / 3, regions: ['eu-west-1'] })
  const calls = await askSimulator<{ operation: string; calls: number }[]>(world, '/_calls')
  // Of the simulator's queries only the eleventh fails, and has to be repeated.
  expect(calls.find(({ operation }) => operation === 'StartQuery')).toMatchObject({ calls: 1 })
  await compareBill()
  const expected = await truth(nowMs - QUARTER_MS, nowMs - 60_000)
  expect(expected.length).toBeGreaterThan(5)
  expect(await stored(nowMs - QUARTER_MS, nowMs - 60_000)).toMatchObject(
    expected.map(({ requestId, startMs }) => ({ requestId, startMs })),
  )
  expect(await stateOf()).toMatchObject({ state: 'ok', covered: [[TEST_NOW_MS - QUARTER_MS, nowMs]] })
})

it.each([
  { what: 'the first answer', count: 1 },
  { what: 'every answer', count: 3 },
])(
  'pays once for what it needs, and counts all that AWS bills, when $what to StartQuery is lost',
  async ({ count }) => {
    const [before] = await selectRows<{ atMs: number }>(db.pool, LIVE_AT, [GROUP])
    const nowMs = Number(before?.atMs) + QUARTER_MS
    const places = { backfillMs: HOUR_MS / 3, regions: ['eu-west-1'] }
    const window = { functionName: 'receipt-archive', from: nowMs - QUARTER_MS, to: nowMs }
    await askSimulator(world, '/_clock', { method: 'POST', body: JSON.stringify({ toMs: nowMs }) })
    await askSimulator(world, '/_calls', { method: 'DELETE' })
    const rule = { kind: 'cut-body', operation: 'StartQuery', count }
    await askSimulator(world, '/_faults', { method: 'POST', body: JSON.stringify(rule) })
    await pull(db.url, { nowMs, ...places })
    const { id } = await askLogQuery(db, { ...window, query: 'fields @message' }, nowMs)
    await askSimulator(world, '/_faults', { method: 'DELETE' })
    await askSimulator(world, '/_faults', { method: 'POST', body: JSON.stringify(rule) })
    await pull(db.url, { nowMs, ...places })
    await askSimulator(world, '/_faults', { method: 'DELETE' })
    // What got no answer is looked for a while later.
    await pull(db.url, { nowMs: nowMs + QUARTER_MS / 3, ...places })
    const calls = await askSimulator<{ operation: string; calls: number }[]>(world, '/_calls')
    expect(calls.find(({ operation }) => operation === 'DescribeQueries')?.calls).toBeGreaterThanOrEqual(2)
    expect(await getLogQuery(db, id)).toMatchObject({ state: 'complete' })
    expect((await stateOf())?.covered).toEqual([[TEST_NOW_MS - QUARTER_MS, nowMs]])
    expect(await stored(nowMs - QUARTER_MS, nowMs - 60_000)).toHaveLength(
      (await truth(nowMs - QUARTER_MS, nowMs - 60_000)).length,
    )
    await compareBill()
  },
)

it('asks no more once the limit of the day is reached', async () => {
  await db.pool.query(`INSERT INTO instance_setting (key, value) VALUES ('insights_usd_per_day', '0.000000001')`)
  const [last] = await selectRows<{ atMs: number }>(db.pool, LIVE_AT, [GROUP])
  const nowMs = Number(last?.atMs) + 2 * QUARTER_MS
  const before = await selectRows(db.pool, METERED, [])
  await askSimulator(world, '/_clock', { method: 'POST', body: JSON.stringify({ toMs: nowMs }) })
  await pull(db.url, { nowMs, backfillMs: HOUR_MS / 3, regions: ['eu-west-1'] })
  expect(await selectRows(db.pool, METERED, [])).toEqual(before)
  expect(await stateOf()).toMatchObject({ state: 'budget', detail: expect.stringContaining('$1e-9') })
  expect((await stateOf())?.covered).toEqual([[TEST_NOW_MS - QUARTER_MS, Number(last?.atMs)]])
})
