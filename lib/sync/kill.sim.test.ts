import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { selectRows } from '@/lib/server/db'
import { buildProgram, type Program } from '@/lib/sync/testing/build-program'
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

/** Whether each kind of data was under way when the worker died: some of it stored, and more to come. */
async function listKindsUnderWay(): Promise<string[]> {
  const sql = `SELECT DISTINCT kind FROM sync_state WHERE step IN ('metrics', 'logs', 'traces', 'trace-documents')
    AND last_started_at IS NOT NULL AND (last_ok_at IS NULL OR last_ok_at < last_started_at OR next_run_at <= $1)`
  const rows = await selectRows<{ kind: string }>(disturbed.pool, sql, [new Date(TEST_NOW_MS)])
  return rows.map(({ kind }) => kind)
}

/** Waits a moment, or less: until a kind of data is under way in which no worker has died yet. */
async function awaitMoment(ms: number, died: ReadonlySet<string>, child: ChildProcess): Promise<void> {
  const until = performance.now() + ms
  while (child.exitCode === null && performance.now() < until) {
    const kinds = await listKindsUnderWay()
    if (kinds.some((kind) => !died.has(kind))) return
    await sleep(Math.min(10, Math.max(0, until - performance.now())))
  }
}

it('a worker that is killed at twenty moments of its first pull leaves the rows of one that was not', async () => {
  const wholeMs = await measurePull(undisturbed)
  const random = seededRandom(20_261_124)
  const underWay = new Set<string>()
  let kills = 0
  for (; kills < KILLS; kills += 1) {
    const runs = await countRuns()
    const child = startPull(disturbed)
    const ended = once(child, 'exit')
    await hasStarted(disturbed, runs, child)
    // What a kill undoes is done again, so that shares of the whole that add up to it reach to its end, not beyond.
    await awaitMoment(((0.2 + 0.8 * random()) * wholeMs) / KILLS, underWay, child)
    if (child.exitCode !== null) break
    child.kill('SIGKILL')
    await ended
    for (const kind of await listKindsUnderWay()) underWay.add(kind)
  }
  // A pull that was over before the twentieth kill would prove less than it says.
  expect(kills).toBe(KILLS)
  expect([...underWay].sort()).toEqual(['logs', 'metrics', 'traces'])
  const last = startPull(disturbed)
  const [code] = await once(last, 'exit')
  expect(code).toBe(0)
  const expected = withoutDurations(await dumpRows(undisturbed.pool))
  const actual = withoutDurations(await dumpRows(disturbed.pool))
  expect(countDump(expected).invocation).toBeGreaterThan(500)
  expect(countDump(actual)).toEqual(countDump(expected))
  expect(diffDumps(expected, actual)).toEqual({})
}, 400_000)
