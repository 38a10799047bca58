import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { startSimulator, type TestSimulator } from '@/e2e/fixtures/start-simulator'
import { selectRows } from '@/lib/server/db'
import { getHealth } from '@/lib/server/queries/get-health'
import { pullOnce } from '@/lib/sync/pull-once'
import { openSyncWorker, type SyncWorkerOptions } from '@/lib/sync/sync-worker'
import { askSimulator, openTestDb, TEST_NOW_MS, type TestDb } from '@/lib/sync/testing/open-test-pull'

const FIRST = '482915736041'
const SECOND = '735102948617'
const ROLE = `arn:aws:iam::${SECOND}:role/reader`
const MINUTE_MS = 60_000

let world: TestSimulator
let db: TestDb

beforeAll(async () => {
  world = await startSimulator({ now: new Date(TEST_NOW_MS), frozen: true, functions: 12, hours: 1, accounts: 2 })
  Object.assign(process.env, world.env)
}, 120_000)
beforeEach(async () => {
  db = await openTestDb()
})
afterEach(() => db.drop())
afterAll(() => world.stop())

type Account = SyncWorkerOptions['accounts'][number]
const first: Account = { name: 'shop', regions: ['eu-west-1'] }
const second: Account = { name: 'branch', roleArn: ROLE, externalId: 'shop-8617', regions: ['eu-west-1', 'us-east-1'] }

function options(accounts: readonly Account[], nowMs = TEST_NOW_MS): SyncWorkerOptions {
  const { signal } = new AbortController()
  const pace = { backfillMs: 10 * MINUTE_MS, metricsEveryMs: MINUTE_MS, rateFactor: 50 }
  return { databaseUrl: db.url, accounts, clock: () => nowMs, signal, ...pace }
}

const pull = (accounts: readonly Account[], nowMs?: number) => pullOnce(options(accounts, nowMs))

async function count(accountId: string, table: string): Promise<number> {
  const sql = `SELECT count(*)::int AS n FROM ${table} t JOIN account_region p ON p.id = t.account_region_id WHERE p.account_id = $1`
  return (await selectRows<{ n: number }>(db.pool, sql, [accountId]))[0]?.n ?? 0
}

async function readAccounts() {
  const sql = 'SELECT name, account_id AS "accountId", state, detail FROM aws_account ORDER BY name'
  return selectRows<{ name: string; accountId: string | null; state: string; detail: string | null }>(db.pool, sql, [])
}

it('pulls each account with its own credentials, and keeps their functions of one name apart', async () => {
  await pull([first, second])
  for (const accountId of [FIRST, SECOND]) {
    expect(await count(accountId, 'lambda_function'), accountId).toBeGreaterThan(5)
    expect(await count(accountId, 'metric_series'), accountId).toBeGreaterThan(20)
    expect(await count(accountId, 'trace'), accountId).toBeGreaterThan(1)
  }
  expect(await readAccounts()).toMatchObject([
    { name: 'branch', accountId: SECOND, state: 'ok' },
    { name: 'shop', accountId: FIRST, state: 'ok' },
  ])
  const wrong = await selectRows(
    db.pool,
    `SELECT f.arn FROM lambda_function f JOIN account_region p ON p.id = f.account_region_id
     WHERE f.arn NOT LIKE 'arn:aws:lambda:' || p.region || ':' || p.account_id || ':function:%'`,
    [],
  )
  expect(wrong).toEqual([])
  const both = `SELECT name FROM lambda_function GROUP BY name HAVING count(DISTINCT account_region_id) > 1`
  expect((await selectRows(db.pool, both, [])).length).toBeGreaterThan(5)
  // One session serves five services in two regions.
  const sql = `SELECT sum(calls)::int AS calls FROM api_usage WHERE operation = 'AssumeRole'`
  expect(await selectRows(db.pool, sql, [])).toEqual([{ calls: 1 }])
})

it('a role that does not trust us disturbs nobody, says what to do, and heals by itself', async () => {
  await pull([first, { ...second, externalId: 'a-wrong-secret' }])
  expect(await count(FIRST, 'trace')).toBeGreaterThan(1)
  expect(await count(SECOND, 'lambda_function')).toBe(0)
  const [branch] = await readAccounts()
  expect(branch).toMatchObject({ state: 'denied' })
  expect(branch?.detail).toMatch(/trust policy.*external ID.*sts:AssumeRole/)
  const sql = `SELECT DISTINCT s.state, s.detail FROM sync_state s JOIN account_region p ON p.id = s.account_region_id
    WHERE p.account_id = $1 AND s.step = 'functions'`
  expect(await selectRows(db.pool, sql, [SECOND])).toMatchObject([
    { state: 'denied', detail: expect.stringContaining('trust policy') },
  ])
  // Everyone may ask for the health: it says what to mend, but not with what the role is assumed.
  const health = JSON.stringify(await getHealth(db, TEST_NOW_MS))
  expect(health).toContain('trust policy')
  expect(health).not.toContain(ROLE)
  expect(health).not.toContain('a-wrong-secret')
  await pull([first, second], TEST_NOW_MS + 20 * MINUTE_MS)
  expect(await count(SECOND, 'lambda_function')).toBeGreaterThan(5)
  expect((await readAccounts())[0]).toMatchObject({ state: 'ok', detail: null })
})

it('a region that does not answer disturbs no other, and says so', async () => {
  const rules = [{ region: 'us-east-1', kind: 'hang' }]
  await askSimulator(world, '/_faults', { method: 'POST', body: JSON.stringify(rules) })
  const timeouts = { connectionTimeout: 500, requestTimeout: 500, socketTimeout: 500 }
  await pullOnce({ ...options([{ name: 'shop', regions: ['eu-west-1', 'us-east-1'] }]), timeouts })
  await askSimulator(world, '/_faults', { method: 'DELETE' })
  const sql = `SELECT p.region, s.state, s.detail FROM sync_state s JOIN account_region p ON p.id = s.account_region_id WHERE step = 'functions' ORDER BY 1`
  expect(await selectRows(db.pool, sql, [])).toEqual([
    { region: 'eu-west-1', state: 'ok', detail: null },
    { region: 'us-east-1', state: 'unreachable', detail: expect.stringContaining('cannot be reached') },
  ])
  expect(await count(FIRST, 'trace')).toBeGreaterThan(1)
})

it('takes new credentials before the old ones end', async () => {
  const calls = async () => {
    const { byApi } = await askSimulator<{ byApi: { operation: string; calls: number }[] }>(world, '/_bill')
    return byApi.filter(({ operation }) => operation === 'AssumeRole').reduce((sum, line) => sum + line.calls, 0)
  }
  let nowMs = TEST_NOW_MS
  const before = await calls()
  const worker = await openSyncWorker({ ...options([second]), clock: () => nowMs })
  const [place] = [...worker.places.values()]
  if (place === undefined) throw new Error('the account was not opened')
  const ask = () => {
    const aws = worker.openAws(place, { nowMs, signal: AbortSignal.timeout(10_000), backfill: false })
    return aws.clients.lambda.config.credentials()
  }
  const session = await ask()
  nowMs += 50 * MINUTE_MS
  expect(await ask()).toEqual(session)
  nowMs += 6 * MINUTE_MS
  await ask()
  expect(await calls()).toBe(before + 2)
  await worker.close()
})

it('notices accounts that are added, paused and removed, without a restart', async () => {
  const worker = await openSyncWorker(options([first]))
  const stop = new AbortController()
  const following = worker.follow(stop.signal)
  const accounts = () => new Set([...worker.places.values()].map(({ accountId }) => accountId))
  const until = (expected: string[]) => expect.poll(() => [...accounts()].sort(), { timeout: 20_000 }).toEqual(expected)
  await until([FIRST])
  const { roleArn = null, externalId = null } = second
  await db.prisma.awsAccount.create({ data: { ...second, roleArn, externalId, origin: 'api' } })
  await until([FIRST, SECOND])
  await db.prisma.awsAccount.update({ where: { name: 'shop' }, data: { paused: true } })
  await until([SECOND])
  await db.prisma.awsAccount.delete({ where: { name: 'branch' } })
  await until([])
  stop.abort()
  await following
  await worker.close()
}, 90_000)

it('refuses an account-region that is pulled under another name already, and says so', async () => {
  // Both would be opened at once, and either could be first.
  await (await openSyncWorker(options([first]))).close()
  await pull([first, { name: 'again', regions: ['eu-west-1', 'us-east-1'] }])
  const [again] = await readAccounts()
  expect(again).toMatchObject({ name: 'again', state: 'failed' })
  expect(again?.detail).toContain('eu-west-1 (shop)')
  const sql = `SELECT a.name, p.region FROM account_region p JOIN aws_account a ON a.id = p.aws_account_id ORDER BY region`
  expect(await selectRows(db.pool, sql, [])).toEqual([
    { name: 'shop', region: 'eu-west-1' },
    { name: 'again', region: 'us-east-1' },
  ])
})
