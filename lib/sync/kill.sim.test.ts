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

async function countRuns({ pool }: TestDb): Promise<number> {
  const [row] = await selectRows<{ runs: number }>(pool, 'SELECT count(*)::int AS runs FROM sync_run', [])
  return row?.runs ?? 0
}

/** Pulls undisturbed, and answers in how many runs. */
async function pullWhole(db: TestDb): Promise<number> {
  const [code] = await once(startPull(db), 'exit')
  expect(code).toBe(0)
  return countRuns(db)
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

/** Kills a worker once so many runs more have ended, while others are under way; false when it ended before. */
async function killWorker(moreRuns: number, restMs: number): Promise<boolean> {
  const until = (await countRuns(disturbed)) + moreRuns
  const child = startPull(disturbed)
  const ended = once(child, 'exit')
  while (child.exitCode === null && (await countRuns(disturbed)) < until) await sleep(5)
  await Promise.race([sleep(restMs), ended])
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
  const wholeRuns = await pullWhole(undisturbed)
  const random = seededRandom(20_261_124)
  let kills = await killWriters()
  // Moments are told by runs, not by time, which passes faster or slower than in the undisturbed pull. Each is a share of
  // what is left that leaves as much for the others and for the end.
  for (; kills < KILLS; kills += 1) {
    const share = (wholeRuns - (await countRuns(disturbed))) / (KILLS - kills + 1)
    const moreRuns = Math.max(1, Math.round((0.2 + 0.8 * random()) * share))
    if (!(await killWorker(moreRuns, random() * 50))) break
  }
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
}, 900_000)
