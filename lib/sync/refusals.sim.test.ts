import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { selectRows } from '@/lib/server/db'
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

/** Three quarters of them are in eu-west-1: more than one page of ListFunctions has. */
const FUNCTIONS = 90
const FUNCTIONS_PER_PAGE = 50
const REGION = 'us-east-1'

let world: TestWorld
const open: TestDb[] = []

beforeAll(async () => {
  world = await startWorld({ functions: FUNCTIONS, hours: 1 })
}, 120_000)

afterEach(async () => {
  await askSimulator(world, '/_faults', { method: 'DELETE' })
  for (const db of open.splice(0)) await db.drop()
})

afterAll(() => world?.stop())

async function newDb(): Promise<TestDb> {
  const db = await openTestDb()
  open.push(db)
  return db
}

async function refuse(kind: string, operations: readonly string[], more: Record<string, unknown> = {}): Promise<void> {
  const rules = operations.map((operation) => ({ operation, kind, ...more }))
  await askSimulator(world, '/_faults', { method: 'POST', body: JSON.stringify(rules) })
}

async function count(db: TestDb, sql: string): Promise<number> {
  return (await selectRows<{ n: number }>(db.pool, `SELECT count(*)::int AS n FROM ${sql}`, []))[0]?.n ?? 0
}

type ApiRow = { operation: string; state: string; detail: string | null; iamAction: string }

function readApiStates(db: TestDb): Promise<ApiRow[]> {
  const sql = `SELECT operation, state, detail, iam_action AS "iamAction" FROM api_state WHERE state <> 'ok' ORDER BY operation`
  return selectRows<ApiRow>(db.pool, sql, [])
}

const PULL = { backfillMs: HOUR_MS, regions: [REGION] }

describe('a pull from an endpoint that refuses', () => {
  it('half of the operations with HTML: pulls the rest and names what is not available', async () => {
    const db = await newDb()
    const notFound = ['GetFunction', 'GetPolicy', 'ListFunctionUrlConfigs', 'ListMetrics', 'DescribeLogGroups']
    const failed = ['ListAliases', 'ListEventSourceMappings', 'GetTraceSummaries', 'GetAccountSettings']
    await refuse('html-404', notFound)
    await refuse('html-500', failed)
    await pull(db.url, PULL)
    const refused = await readApiStates(db)
    expect(refused.map(({ operation }) => operation)).toEqual([...notFound, ...failed].sort())
    for (const { state, detail } of refused) {
      expect(state).toBe('unavailable')
      expect(detail).toBe('It is not available from this endpoint.')
    }
    expect(await count(db, 'lambda_function WHERE gone_at IS NULL AND NOT inferred')).toBeGreaterThan(10)
    expect(await count(db, 'log_event')).toBeGreaterThan(1_000)
    expect(await count(db, 'invocation_minute')).toBeGreaterThan(100)
    expect(await count(db, 'metric_hour')).toBeGreaterThan(200)
    const texts = await selectRows<{ detail: string }>(
      db.pool,
      'SELECT detail FROM sync_state WHERE detail IS NOT NULL',
      [],
    )
    for (const { detail } of texts) expect(detail).not.toMatch(/Unexpected|JSON|DOCTYPE|<html/i)
  })

  it('the listing of functions: infers them from log groups and metrics, and pulls those', async () => {
    const db = await newDb()
    await refuse('access-denied', ['ListFunctions'])
    await pull(db.url, PULL)
    expect(await readApiStates(db)).toMatchObject([
      { operation: 'ListFunctions', state: 'denied', iamAction: 'lambda:ListFunctions' },
    ])
    expect(
      await count(db, `lambda_function WHERE inferred AND arn LIKE 'arn:aws:lambda:${REGION}:%:function:' || name`),
    ).toBeGreaterThan(10)
    expect(await count(db, 'invocation')).toBeGreaterThan(100)
    expect(await count(db, 'metric_hour')).toBeGreaterThan(200)
    expect(
      await count(
        db,
        `sync_state WHERE step = 'functions' AND state = 'denied' AND detail LIKE '%lambda:ListFunctions%'`,
      ),
    ).toBe(1)
    await askSimulator(world, '/_faults', { method: 'DELETE' })
    await pull(db.url, { ...PULL, nowMs: TEST_NOW_MS + HOUR_MS })
    expect(await count(db, 'lambda_function WHERE inferred AND gone_at IS NULL')).toBe(0)
  })

  it('the security token service, which cannot be reached: takes the account from the ARNs', async () => {
    const db = await newDb()
    await refuse('reset', ['GetCallerIdentity'])
    await pull(db.url, { ...PULL, backfillMs: 60_000 })
    expect(await count(db, `account_region WHERE account_id ~ '^[0-9]{12}$'`)).toBe(1)
    expect(await count(db, 'lambda_function')).toBeGreaterThan(10)
  })

  it('a listing cut short at its second page, of the wrong type or truncated marks nothing gone; a whole one does', async () => {
    const db = await newDb()
    const inventory = { backfillMs: 60_000, regions: ['eu-west-1'] }
    await pull(db.url, inventory)
    const before = await count(db, 'lambda_function WHERE gone_at IS NULL')
    expect(before).toBeGreaterThan(FUNCTIONS_PER_PAGE)
    await db.pool.query(
      `INSERT INTO lambda_function (account_region_id, arn, name, seen_at) SELECT id, 'arn:ghost', 'ghost', $1 FROM account_region`,
      [new Date(TEST_NOW_MS)],
    )
    for (const { kind, ...more } of [{ kind: 'access-denied', every: 2 }, { kind: 'bad-type' }, { kind: 'truncate' }]) {
      // Alone at first: the details list functions too, and would take the call that is to fail.
      await db.pool.query(
        `UPDATE sync_state SET next_run_at = CASE WHEN step = 'functions' THEN 'epoch' ELSE 'infinity' END::timestamptz`,
      )
      await refuse(kind, ['ListFunctions', 'ListAliases', 'DescribeLogGroups', 'ListEventSourceMappings'], more)
      await pull(db.url, { ...inventory, nowMs: TEST_NOW_MS + 120_000 })
      expect(await count(db, `sync_state WHERE step = 'functions' AND state <> 'ok'`), kind).toBe(1)
      await db.pool.query(
        `UPDATE sync_state SET next_run_at = 'epoch' WHERE step IN ('function-details', 'log-groups')`,
      )
      await pull(db.url, { ...inventory, nowMs: TEST_NOW_MS + 120_000 })
      for (const table of ['lambda_function', 'function_alias', 'log_group', 'event_source_mapping']) {
        expect(await count(db, `${table} WHERE gone_at IS NOT NULL`), `${kind} ${table}`).toBe(0)
      }
      expect(await count(db, 'lambda_function WHERE gone_at IS NULL'), kind).toBeGreaterThanOrEqual(before)
      await askSimulator(world, '/_faults', { method: 'DELETE' })
    }
    await pull(db.url, { ...inventory, nowMs: TEST_NOW_MS + HOUR_MS })
    expect(await selectRows(db.pool, 'SELECT name FROM lambda_function WHERE gone_at IS NOT NULL', [])).toEqual([
      { name: 'ghost' },
    ])
  })

  it('metrics and log lines: what was not answered is not covered, which is not the same as zero', async () => {
    const db = await newDb()
    await refuse('access-denied', ['GetMetricData', 'FilterLogEvents', 'ListMetrics'])
    await pull(db.url, { ...PULL, backfillMs: 600_000 })
    expect(await count(db, 'metric_series')).toBeGreaterThan(10)
    expect(await count(db, `metric_series WHERE covered <> '{}'`)).toBe(0)
    expect(await count(db, `sync_state WHERE step IN ('logs', 'metrics') AND covered <> '{}'`)).toBe(0)
    expect(await count(db, 'metric_hour')).toBe(0)
    await askSimulator(world, '/_faults', { method: 'DELETE' })
    await pull(db.url, { ...PULL, backfillMs: 600_000, nowMs: TEST_NOW_MS + HOUR_MS })
    expect(await count(db, `metric_series WHERE covered = '{}' AND state = 'asked'`)).toBe(0)
    // Minutes without a point are covered, and have no row.
    const quiet = `metric_series s WHERE NOT EXISTS (SELECT 1 FROM metric_hour p WHERE p.series_id = s.id)`
    expect(await count(db, quiet)).toBeGreaterThan(0)
  })

  it('a broken connection now and then: what failed is tried again and ends whole', async () => {
    const db = await newDb()
    const calm = await newDb()
    await refuse('reset', ['FilterLogEvents', 'GetMetricData', 'BatchGetTraces'], { every: 2, count: 40 })
    for (let minutes = 0; minutes <= 60; minutes += 20) {
      await db.pool.query(`UPDATE sync_state SET next_run_at = 'epoch' WHERE state <> 'ok'`)
      await pull(db.url, PULL)
    }
    await askSimulator(world, '/_faults', { method: 'DELETE' })
    await db.pool.query(`UPDATE sync_state SET next_run_at = 'epoch' WHERE state <> 'ok'`)
    await pull(db.url, PULL)
    await pull(calm.url, PULL)
    for (const table of ['log_event', 'invocation', 'invocation_minute', 'metric_hour', 'trace_documents']) {
      expect(await count(db, table), table).toBe(await count(calm, table))
    }
  })
})
