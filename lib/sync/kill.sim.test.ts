import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { selectRows } from '@/lib/server/db'
import { countDump, diffDumps, dumpRows } from '@/lib/sync/testing/dump-rows'
import {
  HOUR_MS,
  openTestDb,
  startWorld,
  TEST_NOW_MS,
  type TestDb,
  type TestWorld,
} from '@/lib/sync/testing/open-test-pull'

const KILLS = 20
const HOURS = 3
const FUNCTIONS = 14

let world: TestWorld
let undisturbed: TestDb
let disturbed: TestDb
let directory: string
let program: string

beforeAll(async () => {
  directory = await mkdtemp(path.join(process.cwd(), 'node_modules', '.pull-process-'))
  program = path.join(directory, 'pull.mjs')
  // One file starts several times faster than a transpiler with a thousand modules.
  const entryPoints = ['lib/sync/testing/pull-process.ts']
  const options = { bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external' } as const
  await build({ entryPoints, outfile: program, logLevel: 'error', ...options })
  world = await startWorld({ functions: FUNCTIONS, hours: HOURS })
  undisturbed = await openTestDb()
  disturbed = await openTestDb()
}, 120_000)

afterAll(async () => {
  await undisturbed?.drop()
  await disturbed?.drop()
  await world?.stop()
  if (directory) await rm(directory, { recursive: true, force: true })
})

/** The same "random" moments in every run. */
function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function startPull({ url }: TestDb): ChildProcess {
  const env = {
    ...process.env,
    ...world.env,
    DATABASE_URL: url,
    PULL_NOW_MS: String(TEST_NOW_MS),
    PULL_BACKFILL_MS: String(HOURS * HOUR_MS),
    LOG_LEVEL: 'error',
  }
  return spawn(process.execPath, [program], { env, stdio: ['ignore', 'ignore', 'pipe'] })
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
    await sleep(((0.2 + 0.8 * random()) * wholeMs) / KILLS)
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
  const expected = await dumpRows(undisturbed.pool)
  const actual = await dumpRows(disturbed.pool)
  expect(countDump(expected).invocation).toBeGreaterThan(500)
  expect(countDump(actual)).toEqual(countDump(expected))
  expect(diffDumps(expected, actual)).toEqual({})
}, 400_000)
