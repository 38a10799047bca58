import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSimulator, type TestSimulator } from '@/e2e/fixtures/start-simulator'
import { selectRows } from '@/lib/server/db'
import { listChanges } from '@/lib/server/queries/list-changes'
import {
  askSimulator,
  HOUR_MS,
  openTestDb,
  pullInventory,
  TEST_NOW_MS,
  type TestDb,
} from '@/lib/sync/testing/open-test-pull'

type TrueChange = { region: string; functionName: string; atMs: number; kind: string }

const MINUTE_MS = 60_000
const REGION = 'eu-west-1'
/** What the simulator calls a change, and what is told of it. */
const KINDS: Readonly<Record<string, string>> = {
  deployment: 'code',
  memory: 'configuration',
  variable: 'environment',
  'new-variable': 'environment',
  tags: 'tags',
  mapping: 'mapping',
  'mapping-disabled': 'mapping',
  'mapping-enabled': 'mapping',
}

let world: TestSimulator
let db: TestDb
let truth: TrueChange[]
const toMs = TEST_NOW_MS + 13 * HOUR_MS
/** Shorter apart than the three hours for which a mapping is disabled. */
const LOOKS = [2.5, 5, 7.5, 10, 12.5, 13].map((hours) => TEST_NOW_MS + hours * HOUR_MS)
const look = (nowMs: number) => pullInventory(db, { nowMs, region: REGION })

beforeAll(async () => {
  world = await startSimulator({ now: new Date(TEST_NOW_MS), frozen: true, functions: 18, hours: 1 })
  Object.assign(process.env, world.env)
  db = await openTestDb()
  await look(TEST_NOW_MS)
  await look(TEST_NOW_MS + 30 * MINUTE_MS)
  for (const atMs of LOOKS) {
    await askSimulator(world, '/_clock', { method: 'POST', body: JSON.stringify({ toMs: atMs }) })
    await look(atMs)
  }
  truth = await askSimulator<TrueChange[]>(world, `/_truth/changes?from=${TEST_NOW_MS}&to=${toMs}&region=${REGION}`)
}, 180_000)

afterAll(async () => {
  await db?.drop()
  await world?.stop()
})

const list = (more = {}) =>
  listChanges(db, { from: TEST_NOW_MS - 90 * 24 * HOUR_MS, to: toMs + 1, limit: 1000, ...more }, toMs)

describe('what changed of functions', () => {
  it('is what was done to them since they were seen first, and nothing else', async () => {
    expect(truth.length).toBeGreaterThan(8)
    expect(new Set(truth.map(({ kind }) => kind)).size).toBeGreaterThan(3)
    const { items } = await list()
    const done = truth.map(({ functionName, kind }) => `${functionName} ${KINDS[kind]}`)
    expect(items.map(({ functionName, kind }) => `${functionName} ${kind}`).sort()).toEqual(done.sort())
  })

  it('says when, as AWS states it, or between which looks it was noticed', async () => {
    const { items } = await list()
    for (const { functionName, kind, atMs } of truth) {
      const lookMs = LOOKS.find((one) => one >= atMs)
      const told = items.find((item) => {
        return item.functionName === functionName && item.kind === KINDS[kind] && item.noticedAtMs === lookMs
      })
      expect(told?.knownAfterMs, `${functionName} ${kind}`).toBeLessThanOrEqual(atMs)
      expect(told?.isStated, kind).toBe(kind !== 'tags')
      expect(told?.atMs).toBe(kind === 'tags' ? lookMs : atMs)
    }
  })

  it('tells of a mapping that was disabled for a while', async () => {
    expect(new Set(truth.map(({ kind }) => kind))).toContain('mapping-enabled')
    const { items } = await list()
    expect(items).toContainEqual(
      expect.objectContaining({ before: { State: 'Enabled' }, after: { State: 'Disabled' } }),
    )
    expect(items).toContainEqual(
      expect.objectContaining({ before: { State: 'Disabled' }, after: { State: 'Enabled' } }),
    )
  })

  it('shows both states, and of environment variables only names', async () => {
    const { items } = await list()
    const memory = items.find(({ subject }) => subject === 'memory_mb')
    expect(Number(memory?.after)).toBe(2 * Number(memory?.before))
    const names = items.find(({ subject }) => subject === 'names')
    expect(names?.after).toEqual(expect.arrayContaining(names?.before as string[]))
    const values = items.filter(({ subject }) => subject === 'values')
    expect(values.length).toBeGreaterThan(0)
    for (const { before, after } of values) expect([before, after]).toEqual([null, ['API_KEY']])
  })

  it('is noticed once, however often it is looked at', async () => {
    const before = (await list()).items
    await db.pool.query(`UPDATE sync_state SET next_run_at = 'epoch' WHERE kind = 'inventory'`)
    await db.pool.query('UPDATE lambda_function SET details_at = NULL')
    await look(toMs + MINUTE_MS)
    expect((await list({ to: toMs + HOUR_MS })).items).toEqual(before)
  })

  it('comes a page at a time, newest first', async () => {
    const all = (await list()).items
    const paged: typeof all = []
    let cursor: string | undefined
    do {
      const page = await list({ limit: 3, cursor })
      paged.push(...page.items)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(paged).toEqual(all)
    expect(all.map(({ atMs }) => atMs)).toEqual(all.map(({ atMs }) => atMs).sort((a, b) => b - a))
  })
})

it('asks again only what can have changed', async () => {
  type Bill = { byApi: { operation: string; calls: number }[] }
  const calls = async () => {
    const { byApi } = await askSimulator<Bill>(world, '/_bill')
    return new Map(byApi.map(({ operation, calls: count }) => [operation, count]))
  }
  await db.pool.query(`UPDATE sync_state SET next_run_at = 'infinity' WHERE step <> 'function-details'`)
  await db.pool.query(`UPDATE sync_state SET next_run_at = 'epoch' WHERE step = 'function-details'`)
  await db.pool.query(`UPDATE lambda_function SET last_modified_at = 'epoch'`)
  const versioned = 'SELECT min(function_id) FROM function_version WHERE gone_at IS NULL'
  await db.pool.query(`UPDATE lambda_function SET last_modified_at = $1 WHERE id = (${versioned})`, [new Date(toMs)])
  const before = await calls()
  await look(toMs + 20 * MINUTE_MS)
  const after = await calls()
  const more = (operation: string) => (after.get(operation) ?? 0) - (before.get(operation) ?? 0)
  const rarely = ['GetPolicy', 'ListFunctionUrlConfigs', 'ListFunctionEventInvokeConfigs']
  for (const operation of [...rarely, 'GetFunctionRecursionConfig', 'GetRuntimeManagementConfig']) {
    expect(after.get(operation), operation).toBeGreaterThan(0)
    expect(more(operation), operation).toBe(0)
  }
  expect(after.get('ListAliases')).toBeGreaterThan(3)
  const often = ['ListAliases', 'ListVersionsByFunction', 'GetFunction']
  for (const operation of often) expect(more(operation), operation).toBe(1)
})

it('keeps no value of an environment variable in any table', async () => {
  type Functions = { Functions: { Environment?: { Variables?: Record<string, string> } }[] }
  const listed = await askSimulator<Functions>(world, '/2015-03-31/functions')
  const secrets = listed.Functions.flatMap(({ Environment }) => Object.entries(Environment?.Variables ?? {}))
    .filter(([name]) => name === 'API_KEY')
    .map(([, value]) => value)
  expect(secrets.length).toBeGreaterThan(2)
  const tables = await selectRows<{ name: string }>(
    db.pool,
    `SELECT quote_ident(relname) AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`,
    [],
  )
  for (const { name } of tables) {
    const sql = `SELECT count(*)::int AS n FROM ${name} t WHERE t::text LIKE ANY($1)`
    const found = await selectRows<{ n: number }>(db.pool, sql, [
      [...secrets, 'X-Amz-Expires'].map((text) => `%${text}%`),
    ])
    expect(found[0]?.n, name).toBe(0)
  }
})
