import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildProgram, type Program } from '@/e2e/fixtures/build-program'
import { selectRows } from '@/lib/server/db'
import { ensurePartitions, type PartitionedTable } from '@/lib/sync/store/ensure-partitions'
import { withoutDurations } from '@/lib/sync/testing/dump-comparable'
import { countDump, diffDumps, dumpRows } from '@/lib/sync/testing/dump-rows'
import {
  HOUR_MS,
  openTestDb,
  startWorld,
  TEST_NOW_MS,
  type TestDb,
  type TestWorld,
} from '@/lib/sync/testing/open-test-pull'
import { seededRandom } from '@/lib/sync/testing/seeded-random'

const KILLS = 20
const HOURS = 3
const FUNCTIONS = 14
const TABLE_OF_KIND = { metrics: 'metric_hour', logs: 'log_event', traces: 'trace_documents' } as const

let world: TestWorld
let undisturbed: TestDb
let disturbed: TestDb
let program: Program

beforeAll(async () => {
  program = await buildProgram('lib/sync/testing/pull-process.ts')
  world = await startWorld({ functions: FUNCTIONS, hours: HOURS })
  undisturbed = await openTestDb()
  disturbed = await openTestDb()
}, 120_000)

afterAll(async () => {
  await undisturbed?.drop()
  await disturbed?.drop()
  await world?.stop()
  await program?.remove()
})

function startPull({ url }: TestDb): ChildProcess {
  const env = {
    ...process.env,
    ...world.env,
    DATABASE_URL: url,
    PULL_NOW_MS: String(TEST_NOW_MS),
    PULL_BACKFILL_MS: String(HOURS * HOUR_MS),
    LOG_LEVEL: 'error',
  }
  return spawn(process.execPath, [program.file], { env, stdio: ['ignore', 'ignore', 'pipe'] })
}

async function hasStarted({ pool }: TestDb, sinceRuns: number, child: ChildProcess): Promise<void> {
  // A kill before the first step tells nothing: moments are counted from when the worker has begun to work.
  while (child.exitCode === null) {
    const [row] = await selectRows<{ locks: number; runs: number }>(
      pool,
      `SELECT (SELECT count(*)::int FROM sync_run) AS runs, (SELECT count(*)::int FROM pg_locks l
         JOIN pg_database d ON d.oid = l.database WHERE d.datname = current_database() AND l.locktype = 'advisory') AS locks`,
      [],
    )
    if ((row?.locks ?? 0) > 0 || (row?.runs ?? 0) > sinceRuns) return
    await sleep(20)
  }
}

async function countRuns(): Promise<number> {
  const [row] = await selectRows<{ runs: number }>(disturbed.pool, 'SELECT count(*)::int AS runs FROM sync_run', [])
  return row?.runs ?? 0
}

/** Pulls undisturbed, and answers how long the worker worked, milliseconds. */
async function measurePull(db: TestDb): Promise<number> {
  const child = startPull(db)
  const ended = once(child, 'exit')
  await hasStarted(db, 0, child)
  const from = performance.now()
  const [code] = await ended
  expect(code).toBe(0)
  return performance.now() - from
}

/** The kinds of data of which a step had begun and not ended, or has more to do. */
async function listKindsUnderWay(): Promise<string[]> {
  const sql = `SELECT DISTINCT kind FROM sync_state WHERE step IN ('metrics', 'logs', 'traces', 'trace-documents')
    AND last_started_at IS NOT NULL AND (last_ok_at IS NULL OR last_ok_at < last_started_at OR next_run_at <= $1)`
  const rows = await selectRows<{ kind: string }>(disturbed.pool, sql, [new Date(TEST_NOW_MS)])
  return rows.map(({ kind }) => kind)
}

type Held = { kind: string; partition: string; holder: pg.PoolClient }

/** Keeps the worker from writing rows of a kind of data, so that it is sure to be under way when the worker dies. */
async function holdKind([kind, table]: [string, PartitionedTable]): Promise<Held> {
  await ensurePartitions(disturbed.pool, [table], { fromMs: TEST_NOW_MS, toMs: TEST_NOW_MS })
  const holder = await disturbed.pool.connect()
  const sql = 'SELECT inhrelid::regclass::text AS partition FROM pg_inherits WHERE inhparent = $1::regclass'
  const [{ partition } = { partition: '' }] = await selectRows<{ partition: string }>(holder, sql, [table])
  await holder.query('BEGIN')
  // Only this partition: another day's must be free to be made.
  await holder.query(`LOCK TABLE ONLY ${partition} IN SHARE ROW EXCLUSIVE MODE`)
  return { kind, partition, holder }
}

/** The first of what is held that the worker waits to write. */
async function awaitWriter(held: readonly Held[], child: ChildProcess): Promise<Held> {
  const partitions = held.map(({ partition }) => partition)
  const sql = `SELECT relation::regclass::text AS partition FROM pg_locks
    WHERE NOT granted AND relation = ANY($1::text[]::regclass[]) LIMIT 1`
  while (child.exitCode === null) {
    const [waiting] = await selectRows<{ partition: string }>(disturbed.pool, sql, [partitions])
    const found = held.find(({ partition }) => partition === waiting?.partition)
    if (found) return found
    await sleep(10)
  }
  throw new Error(`The worker ended without writing to ${partitions.join(', ')}`)
}

async function killWorker(ms: number): Promise<boolean> {
  const runs = await countRuns()
  const child = startPull(disturbed)
  const ended = once(child, 'exit')
  await hasStarted(disturbed, runs, child)
  await Promise.race([sleep(ms), ended])
  if (child.exitCode !== null) return false
  child.kill('SIGKILL')
  await ended
  return true
}

/** Kills a worker in the middle of each kind of data; answers how many. */
async function killWriters(): Promise<number> {
  let held: Held[] = []
  for (const entry of Object.entries(TABLE_OF_KIND)) held.push(await holdKind(entry))
  const { length } = held
  while (held.length > 0) {
    const child = startPull(disturbed)
    const ended = once(child, 'exit')
    const writer = await awaitWriter(held, child)
    child.kill('SIGKILL')
    await ended
    expect(await listKindsUnderWay()).toContain(writer.kind)
    await writer.holder.query('ROLLBACK')
    writer.holder.release()
    held = held.filter((other) => other !== writer)
  }
  return length
}

it('a worker that is killed at twenty moments of its first pull leaves the rows of one that was not', async () => {
  const wholeMs = await measurePull(undisturbed)
  const random = seededRandom(20_261_124)
  // What a kill undoes is done again, so that shares of the whole that add up to it reach to its end, not beyond.
  let kills = await killWriters()
  while (kills < KILLS && (await killWorker(((0.2 + 0.8 * random()) * wholeMs) / KILLS))) kills += 1
  // A pull that was over before the twentieth kill would prove less than it says.
  expect(kills).toBe(KILLS)
  const last = startPull(disturbed)
  const [code] = await once(last, 'exit')
  expect(code).toBe(0)
  const expected = withoutDurations(await dumpRows(undisturbed.pool))
  const actual = withoutDurations(await dumpRows(disturbed.pool))
  expect(countDump(expected).invocation).toBeGreaterThan(500)
  expect(countDump(actual)).toEqual(countDump(expected))
  expect(diffDumps(expected, actual)).toEqual({})
}, 400_000)
