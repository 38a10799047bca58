import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { selectRows } from '@/lib/server/db'
import { runStep } from '@/lib/sync/run-step'
import { syncLogs } from '@/lib/sync/steps/sync-logs'
import { openSyncWorker, type SyncWorker } from '@/lib/sync/sync-worker'
import {
  askSimulator,
  HOUR_MS,
  openTestDb,
  startWorld,
  TEST_NOW_MS,
  type TestDb,
  type TestWorld,
} from '@/lib/sync/testing/open-test-pull'

const MINUTE_MS = 60_000
const HISTORY_MS = 8 * HOUR_MS
const FROM = new Date(TEST_NOW_MS - HISTORY_MS)
const SEED = `
  INSERT INTO sync_state (account_region_id, step, subject, kind, next_run_at, backfill_at, target_from, cursor, covered)
  VALUES ($1, 'logs', $2, 'logs', $3, 'epoch', $4, $5, tstzmultirange(tstzrange($6, $7)))`
const LINES = `
  SELECT count(*)::int AS lines FROM log_event WHERE at >= $1 AND at < $2`
const COVERED = `
  SELECT (extract(epoch FROM sum(upper(r) - lower(r))) * 1000)::float8 AS ms FROM sync_state, unnest(covered) r`

let world: TestWorld
let db: TestDb
let worker: SyncWorker
let group: string
let nowMs = TEST_NOW_MS

beforeAll(async () => {
  world = await startWorld({ functions: 14, hours: HISTORY_MS / HOUR_MS })
  type Truth = { functions: { region: string; name: string; all: { invocations: number } }[] }
  const { functions } = await askSimulator<Truth>(world, `/_truth?from=${FROM.getTime()}&to=${TEST_NOW_MS}`)
  const own = functions.filter(({ region }) => region === 'eu-west-1')
  const [busiest] = own.sort((a, b) => b.all.invocations - a.all.invocations)
  group = `/aws/lambda/${busiest?.name}`
  db = await openTestDb()
  worker = await openSyncWorker({
    databaseUrl: db.url,
    accounts: [{ name: 'default', regions: ['eu-west-1'] }],
    backfillMs: HISTORY_MS,
    metricsEveryMs: MINUTE_MS,
    clock: () => nowMs,
    signal: new AbortController().signal,
    rateFactor: 50,
  })
}, 120_000)

beforeEach(() => db.pool.query('TRUNCATE sync_state, log_event, log_group CASCADE'))

afterAll(async () => {
  await worker?.close()
  await db?.drop()
  await world?.stop()
})

async function seed(coveredFromMs: number): Promise<void> {
  const cursor = JSON.stringify({ liveAtMs: TEST_NOW_MS, sliceMs: 24 * HOUR_MS })
  const covered = [new Date(coveredFromMs), new Date(TEST_NOW_MS)]
  const dueAt = new Date(TEST_NOW_MS + HOUR_MS)
  await db.pool.query(SEED, [[...worker.places.keys()][0], group, dueAt, FROM, cursor, ...covered])
}

async function run(backfill: boolean, clock = () => nowMs): Promise<void> {
  const [place] = worker.places.values()
  if (place === undefined) throw new Error('there is an account-region')
  const { settings } = worker
  const { signal } = new AbortController()
  const openAws = (atMs: number, stepSignal: AbortSignal) =>
    worker.openAws(place, { nowMs: atMs, signal: stepSignal, backfill })
  const task = { pool: db.pool, place, step: syncLogs, subject: group, settings, clock, openAws, signal }
  await runStep({ ...task, backfill })
}

async function countLines(toMs: number): Promise<number> {
  return (await selectRows<{ lines: number }>(db.pool, LINES, [FROM, new Date(toMs)]))[0]?.lines ?? 0
}

async function coveredMs(): Promise<number> {
  return (await selectRows<{ ms: number }>(db.pool, COVERED, []))[0]?.ms ?? 0
}

/** Runs that read history until it is whole; how many. */
async function readHistory(clock?: () => () => number): Promise<number> {
  for (let runs = 1; runs <= 50; runs += 1) {
    await run(true, clock?.())
    if ((await coveredMs()) >= HISTORY_MS) return runs
  }
  throw new Error('the history does not come to its end')
}

it('reads a window in as many runs as its pages need, each going on where the last one ended', async () => {
  const coveredFromMs = TEST_NOW_MS - 3 * HOUR_MS
  await seed(coveredFromMs)
  expect(await readHistory()).toBe(1)
  const expected = await countLines(coveredFromMs)
  expect(expected).toBeGreaterThan(1000)
  await db.pool.query('TRUNCATE sync_state, log_event, log_group CASCADE')
  await seed(coveredFromMs)
  // Twenty seconds are over as soon as a run has begun.
  const hurried = () => {
    let isFirst = true
    return () => {
      const atMs = isFirst ? nowMs : nowMs + MINUTE_MS
      isFirst = false
      return atMs
    }
  }
  expect(await readHistory(hurried)).toBeGreaterThan(1)
  expect(await countLines(coveredFromMs)).toBe(expected)
})

it('does not try to copy what it knows to be stored', async () => {
  await seed(TEST_NOW_MS)
  await readHistory()
  const failed: string[] = []
  const watch = (client: pg.PoolClient) => {
    const query = client.query.bind(client)
    Object.assign(client, {
      query(...values: Parameters<typeof query>) {
        if (String(values[0]).startsWith('ROLLBACK')) failed.push(String(values[0]))
        return query(...values)
      },
    })
  }
  await db.pool.query(`UPDATE sync_state SET next_run_at = 'epoch', cursor = cursor || '{"liveAtMs": 0}'`)
  db.pool.on('acquire', watch)
  await run(false)
  db.pool.off('acquire', watch)
  expect(failed).toEqual([])
})

it('finds lines that come up to six hours late, though nothing is read of the history any more', async () => {
  const settledMs = TEST_NOW_MS - 15 * MINUTE_MS
  await seed(TEST_NOW_MS)
  await readHistory()
  const expected = await countLines(settledMs)
  await db.pool.query('TRUNCATE sync_state, log_event, log_group CASCADE')
  await seed(TEST_NOW_MS)
  const late = [{ operation: 'FilterLogEvents', kind: 'late', share: 0.3 }]
  await askSimulator(world, '/_faults', { method: 'POST', body: JSON.stringify(late) })
  await readHistory()
  expect(await countLines(settledMs)).toBeLessThan(expected * 0.95)
  await askSimulator(world, '/_faults', { method: 'DELETE' })
  for (let steps = 0; steps < 20; steps += 1) {
    nowMs += 4 * MINUTE_MS
    await askSimulator(world, '/_clock', { method: 'POST', body: JSON.stringify({ toMs: nowMs }) })
    await db.pool.query(`UPDATE sync_state SET next_run_at = 'epoch'`)
    await run(false)
  }
  expect(await countLines(settledMs)).toBe(expected)
})
