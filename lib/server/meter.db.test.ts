import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/create-test-database'
import { BudgetUsedUp, Meter } from '@/lib/server/meter'

const AT_MS = Date.UTC(2026, 10, 20, 15, 30)
let database: TestDatabase
let pool: pg.Pool
let meter: Meter

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.url, max: 2 })
})

beforeEach(async () => {
  await pool.query(
    'TRUNCATE api_usage, api_usage_function, instance_setting, budget, account_region RESTART IDENTITY CASCADE',
  )
  await meter?.close()
  meter = new Meter(database.url)
})

afterAll(async () => {
  await meter.close()
  await pool.end()
  await database.drop()
})

const call = (units: number, atMs = AT_MS) => {
  return { accountRegionId: 1, service: 'cloudwatch', operation: 'GetMetricData', units, atMs }
}
const read = async () =>
  (await pool.query('SELECT hour, calls::int, billed_units::int, usd FROM api_usage ORDER BY hour')).rows

it('adds calls, units and dollars up by hour', async () => {
  await meter.beforeCall(call(500))
  await meter.beforeCall(call(300))
  await meter.afterCall(call(200))
  await meter.beforeCall(call(1, AT_MS + 3_600_000))
  expect(await read()).toEqual([
    { hour: new Date(Date.UTC(2026, 10, 20, 15)), calls: 2, billed_units: 1000, usd: expect.closeTo(0.01, 12) },
    { hour: new Date(Date.UTC(2026, 10, 20, 16)), calls: 1, billed_units: 1, usd: expect.closeTo(0.00001, 12) },
  ])
})

it('counts for functions what of a call is for each, by UTC day', async () => {
  const shared = {
    ...call(500),
    functions: [
      { functionId: 7, share: 0.4 },
      { functionId: 3, share: 0.5 },
    ],
  }
  await meter.beforeCall(shared)
  await meter.beforeCall({
    ...call(0),
    service: 'logs',
    operation: 'FilterLogEvents',
    functions: [{ functionId: 7, share: 1 }],
  })
  // AWS refused it, and bills nothing.
  await meter.beforeCall(shared)
  await meter.afterCall({ ...shared, units: -500 })
  await meter.beforeCall({ ...shared, atMs: Date.UTC(2026, 10, 20, 23, 59, 59, 999) })
  await meter.beforeCall({ ...shared, atMs: Date.UTC(2026, 10, 21) })
  await pool.query(`INSERT INTO instance_setting VALUES ('budget_usd_per_day', '0')`)
  await meter.close()
  meter = new Meter(database.url)
  await expect(meter.beforeCall(shared)).rejects.toBeInstanceOf(BudgetUsedUp)
  const sql = 'SELECT function_id AS id, day::text, calls, usd FROM api_usage_function ORDER BY 2, 1'
  const of = (calls: number, units: number) => ({ calls: expect.closeTo(calls), usd: expect.closeTo(units / 1e5, 9) })
  expect((await pool.query(sql)).rows).toEqual([
    { id: 3, day: '2026-11-20', ...of(1.5, 500) },
    { id: 7, day: '2026-11-20', ...of(2.2, 400) },
    { id: 3, day: '2026-11-21', ...of(0.5, 250) },
    { id: 7, day: '2026-11-21', ...of(0.4, 200) },
  ])
})

it('counts what Logs Insights scans at the price of the region', async () => {
  const query = { ...call(1e9), service: 'logs', operation: 'StartQuery' }
  await pool.query(`INSERT INTO account_region (id, account_id, region) VALUES
    (1, '111122223333', 'ap-northeast-1'), (2, '111122223333', 'us-east-1'), (3, '111122223333', 'eu-west-1')`)
  for (const accountRegionId of [1, 2, 3]) await meter.afterCall({ ...query, accountRegionId })
  const { rows } = await pool.query('SELECT usd FROM api_usage ORDER BY account_region_id')
  expect(rows.map(({ usd }) => usd)).toEqual([0.0076, 0.005, 0.005].map((usd) => expect.closeTo(usd, 12)))
})

it('loses no call when many are made at once', async () => {
  const functions = [
    { functionId: 1, share: 0.5 },
    { functionId: 2, share: 0.5 },
  ]
  const either = [functions, functions.toReversed()]
  await Promise.all(Array.from({ length: 50 }, (_, at) => meter.beforeCall({ ...call(1), functions: either[at % 2] })))
  expect(await read()).toMatchObject([{ calls: 50, billed_units: 50 }])
})

it('stops what would pass the budget of the day, and lets free calls go on', async () => {
  await pool.query(`INSERT INTO instance_setting VALUES ('budget_usd_per_day', '0.01')`)
  await meter.beforeCall(call(800))
  await expect(meter.beforeCall(call(200))).rejects.toBeInstanceOf(BudgetUsedUp)
  await meter.beforeCall(call(50))
  await meter.beforeCall({ ...call(0), service: 'logs', operation: 'FilterLogEvents' })
  await meter.beforeCall(call(800, AT_MS + 24 * 3_600_000))
  const [{ total }] = (await pool.query('SELECT sum(calls)::int AS total FROM api_usage')).rows
  expect(total).toBe(4)
})

it('stops the dearest first when a budget of all sources nears its end', async () => {
  await pool.query(`INSERT INTO budget VALUES ('', '', 'day', 0.01)`)
  await meter.beforeCall(call(890))
  await expect(meter.beforeCall(call(20))).rejects.toThrow('Today’s budget of $0.01 for calls to AWS')
  await meter.beforeCall({ ...call(20), operation: 'ListMetrics' })
  const traces = { ...call(0), service: 'xray', operation: 'BatchGetTraces' }
  await meter.beforeCall(traces)
  await meter.afterCall({ ...traces, units: 1_500 })
  await expect(meter.beforeCall(traces)).rejects.toBeInstanceOf(BudgetUsedUp)
  await meter.beforeCall({ ...call(1), operation: 'ListMetrics' })
})

it('keeps budgets of accounts, sources and months apart', async () => {
  await pool.query(
    `INSERT INTO account_region (account_id, region) VALUES ('111111111111', 'a'), ('222222222222', 'a')`,
  )
  await pool.query(`INSERT INTO budget VALUES ('111111111111', 'metrics', 'month', 0.01)`)
  await meter.beforeCall(call(600, Date.UTC(2026, 10, 2)))
  await expect(meter.beforeCall(call(600))).rejects.toThrow(
    'This month’s budget of $0.01 for metrics of account 111111111111',
  )
  await meter.beforeCall({ ...call(600), accountRegionId: 2 })
  await meter.beforeCall({ ...call(0), service: 'xray', operation: 'BatchGetTraces' })
  await meter.beforeCall(call(900, Date.UTC(2026, 11, 1)))
})

it('takes what a lost answer cost for what the next one of that operation tells', async () => {
  const summaries = { ...call(0), service: 'xray', operation: 'GetTraceSummaries' }
  await meter.beforeCall(summaries)
  await meter.lostAnswer(summaries)
  await meter.lostAnswer({ ...summaries, accountRegionId: 2 })
  // Another worker may bring the next one.
  await meter.close()
  meter = new Meter(database.url)
  await meter.beforeCall(summaries)
  await meter.answered({ ...summaries, units: 60 })
  await meter.beforeCall(summaries)
  await meter.answered({ ...summaries, units: 40 })
  const sql =
    'SELECT calls::int, billed_units::int AS units, lost_answers AS lost FROM api_usage ORDER BY account_region_id'
  expect((await pool.query(sql)).rows).toEqual([
    { calls: 3, units: 160, lost: 0 },
    { calls: 0, units: 0, lost: 1 },
  ])
})

/** A way to the database that can be cut. */
async function openWay(): Promise<{ url: string; cut(): void; mend(): Promise<void>; close(): void }> {
  const url = new URL(database.url)
  const ends = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(url.port), url.hostname)
    for (const end of [near, far]) ends.add(end.on('error', () => undefined))
    near.pipe(far).pipe(near)
  })
  const listen = async (port: number) => void (await once(server.listen(port, '127.0.0.1'), 'listening'))
  await listen(0)
  const { port } = server.address() as AddressInfo
  const cut = () => {
    server.close()
    for (const end of ends) end.destroy()
  }
  return {
    url: `${url.protocol}//${url.username}:${url.password}@127.0.0.1:${port}${url.pathname}`,
    cut,
    mend: () => listen(port),
    close: cut,
  }
}

it('keeps what is known only after a call while the database is away, and sends nothing meanwhile', async () => {
  const way = await openWay()
  const own = new Meter(way.url)
  await own.beforeCall(call(500))
  way.cut()
  await own.afterCall(call(-500))
  await expect(own.beforeCall(call(7))).rejects.toThrow()
  await way.mend()
  await own.beforeCall(call(300))
  expect(await read()).toMatchObject([{ calls: 2, billed_units: 300 }])
  await own.close()
  way.close()
})

it('gives back what AWS refused', async () => {
  await meter.beforeCall(call(500))
  await meter.afterCall(call(-500))
  expect(await read()).toMatchObject([{ calls: 1, billed_units: 0, usd: 0 }])
})

it('stops calls whose price only their answers tell as soon as the budget is spent, and says what to change', async () => {
  await pool.query(`INSERT INTO instance_setting VALUES ('budget_usd_per_day', '0.01')`)
  const traces = { ...call(0), service: 'xray', operation: 'BatchGetTraces' }
  await meter.beforeCall(traces)
  await meter.afterCall({ ...traces, units: 20_000 })
  await expect(meter.beforeCall(traces)).rejects.toThrow('budget_usd_per_day')
  await meter.beforeCall({ ...call(0), service: 'logs', operation: 'FilterLogEvents' })
})
