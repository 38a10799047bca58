import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { selectRows } from '@/lib/server/db'
import { runSchedule } from '@/lib/sync/schedule'
import { openSyncWorker } from '@/lib/sync/sync-worker'
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

const PULL = { backfillMs: HOUR_MS / 4, regions: ['eu-west-1'] }
const MINUTE_MS = 60_000

let world: TestWorld
let db: TestDb

beforeAll(async () => {
  world = await startWorld({ functions: 4, hours: 1 })
}, 120_000)

beforeEach(async () => {
  db = await openTestDb()
})

afterEach(async () => {
  await askSimulator(world, '/_faults', { method: 'DELETE' })
  await db?.drop()
})

afterAll(() => world?.stop())

function fault(...rules: Record<string, unknown>[]): Promise<unknown> {
  return askSimulator(world, '/_faults', { method: 'POST', body: JSON.stringify(rules) })
}

async function fired(): Promise<number> {
  const rules = await askSimulator<{ fired: number }[]>(world, '/_faults')
  return rules.reduce((sum, rule) => sum + rule.fired, 0)
}

async function count(sql: string): Promise<number> {
  return (await selectRows<{ n: number }>(db.pool, `SELECT count(*)::int AS n FROM ${sql}`, []))[0]?.n ?? 0
}

it.each([HOUR_MS, -HOUR_MS])(
  'a clock that is %i ms away from that of AWS is set right by its answers',
  async (skewMs) => {
    await fault({ kind: 'clock-skew', skewMs })
    await pull(db.url, PULL)
    expect(await count(`sync_state WHERE state NOT IN ('ok', 'waiting')`)).toBe(0)
    expect(await count(`api_state WHERE state <> 'ok'`)).toBe(0)
    expect(await count('log_event')).toBeGreaterThan(100)
  },
)

it('expired credentials mark the account, rest for minutes, and heal by themselves', async () => {
  const never = new AbortController().signal
  let nowMs = TEST_NOW_MS
  const worker = await openSyncWorker({
    databaseUrl: db.url,
    accounts: [{ name: 'default', regions: PULL.regions }],
    backfillMs: PULL.backfillMs,
    metricsEveryMs: MINUTE_MS,
    clock: () => nowMs,
    signal: never,
    rateFactor: 50,
  })
  const pullAt = (atMs: number) => {
    nowMs = atMs
    return runSchedule(worker, { signal: never, kill: never, untilIdle: true })
  }
  await pullAt(TEST_NOW_MS)
  await fault({ kind: 'expired-credentials' })
  await pullAt(TEST_NOW_MS + 10 * MINUTE_MS)
  const [outage] = await selectRows<{ detail: string; restMs: number }>(
    db.pool,
    `SELECT detail, (extract(epoch FROM retry_at - $1) * 1000)::float8 AS "restMs" FROM credential_outage`,
    [new Date(nowMs)],
  )
  expect(outage).toMatchObject({ detail: expect.stringContaining('Renew them'), restMs: MINUTE_MS })
  const broken = `sync_state WHERE state = 'denied' AND detail LIKE '%credentials are not accepted%'`
  expect(await count(broken)).toBeGreaterThan(3)
  const calls = await fired()
  await pullAt(nowMs + MINUTE_MS / 2)
  expect(await fired()).toBe(calls)
  await askSimulator(world, '/_faults', { method: 'DELETE' })
  await pullAt(nowMs + MINUTE_MS)
  expect(await count('credential_outage')).toBe(0)
  expect(await count(broken)).toBe(0)
  await worker.close()
})

it('an answer that never comes, never ends or breaks off is given up and asked for again', async () => {
  const timeouts = { connectionTimeout: 1_000, requestTimeout: 1_000, socketTimeout: 1_000 }
  const startedMs = performance.now()
  await fault(
    { kind: 'hang', operation: 'ListFunctions', count: 1 },
    { kind: 'stall', operation: 'FilterLogEvents', count: 1 },
    { kind: 'cut-body', operation: 'ListMetrics', count: 2 },
  )
  await pull(db.url, { ...PULL, timeouts })
  expect(await fired()).toBe(4)
  expect(await count(`sync_state WHERE state NOT IN ('ok', 'waiting')`)).toBe(0)
  expect(performance.now() - startedMs).toBeLessThan(60_000)
})

it('NUL, lone surrogates, bytes that are no UTF-8 and a megabyte are stored by one rule, everywhere', async () => {
  const share = 0.2
  await fault({ kind: 'nul', share }, { kind: 'lone-surrogate', share }, { kind: 'invalid-utf8', share })
  await fault({ kind: 'big-event', operation: 'FilterLogEvents', share: 0.002 })
  await pull(db.url, PULL)
  expect(await count(`sync_state WHERE state NOT IN ('ok', 'waiting')`)).toBe(0)
  for (const odd of ['%a␀b%', '%a\ufffdb\ufffd%', '%a\ufffd(\ufffdb%']) {
    expect(await count(`log_event WHERE message LIKE '${odd}'`), odd).toBeGreaterThan(0)
  }
  expect(await count(`log_event WHERE octet_length(message) >= 1048576`)).toBeGreaterThan(0)
  expect(await count(`lambda_function WHERE description LIKE '%␀%' OR description LIKE '%\ufffd%'`)).toBeGreaterThan(0)
  expect(await count(`trace WHERE http_url LIKE '%␀%' OR http_url LIKE '%\ufffd%'`)).toBeGreaterThan(0)
})

it('lines out of order, twice in a page and on two pages are there once, and fold as ever', async () => {
  const calm = await openTestDb()
  await pull(calm.url, PULL)
  await fault(
    { kind: 'shuffle', operation: 'FilterLogEvents' },
    { kind: 'duplicate', operation: 'FilterLogEvents', share: 0.2 },
    { kind: 'repeat-page', probability: 0.3 },
  )
  await pull(db.url, PULL)
  expect(await fired()).toBeGreaterThan(20)
  expect(diffDumps(await dumpComparable(calm.pool), await dumpComparable(db.pool))).toEqual({})
  await calm.drop()
})
