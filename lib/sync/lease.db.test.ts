import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildProgram, type Program } from '@/e2e/fixtures/build-program'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/create-test-database'
import { type Db, openDb, selectRows } from '@/lib/server/db'

const WORKERS = 2
const SUBJECTS = 3
const CUTS = 10
/** A worker learns at once that its connection is gone, but may be at something else for a moment. */
const NOTICE_MS = 250
/* Two runs of one subject that did the same kind of thing at overlapping times, and for how long. */
const OVERLAPS = `
  WITH spans AS (SELECT run, subject, min(at) AS first, max(at) AS last FROM probe WHERE what = $1 GROUP BY run, subject)
  SELECT (extract(epoch FROM least(a.last, b.last) - b.first) * 1000)::float8 AS ms
  FROM spans a JOIN spans b ON a.subject = b.subject AND a.run <> b.run AND a.first <= b.first AND a.last >= b.first`

let database: TestDatabase
let db: Db
let program: Program
let workers: ChildProcess[] = []

beforeAll(async () => {
  program = await buildProgram('lib/sync/testing/probe-process.ts')
  database = await createTestDatabase()
  db = openDb(database.url, 2)
  await db.pool.query('CREATE TABLE probe (run uuid, pid int, subject text, what text, at timestamptz)')
  await db.pool.query(
    `INSERT INTO sync_state (account_region_id, step, subject, kind, next_run_at)
     SELECT 1, 'probe', n::text, 'logs', 'epoch' FROM generate_series(1, $1) AS n`,
    [SUBJECTS],
  )
})

afterAll(async () => {
  await Promise.all(
    workers.map(async (worker) => {
      const gone = once(worker, 'exit')
      worker.kill('SIGKILL')
      await gone
    }),
  )
  await db?.close()
  await database?.drop()
  await program?.remove()
})

async function countRuns(): Promise<number> {
  const [row] = await selectRows<{ runs: number }>(db.pool, 'SELECT count(DISTINCT run)::int AS runs FROM probe', [])
  return row?.runs ?? 0
}

async function runsReach(runs: number): Promise<void> {
  while ((await countRuns()) < runs) await sleep(10)
}

/** Ends the connection of one run that is under way. */
async function cutOne(): Promise<void> {
  const sql = `SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database
    WHERE d.datname = current_database() AND locktype = 'advisory' AND granted ORDER BY random() LIMIT 1) AS holder`
  while ((await db.pool.query(sql)).rowCount === 0) await sleep(5)
}

it('one step of one subject never runs in two workers at once, also where the connection of a run is cut', async () => {
  const env = { ...process.env, DATABASE_URL: database.url, LOG_LEVEL: 'silent' }
  workers = Array.from({ length: WORKERS }, () =>
    spawn(process.execPath, [program.file], { env, stdio: ['ignore', 'inherit', 'inherit'] }),
  )
  await runsReach(2 * SUBJECTS)
  for (let cut = 0; cut < CUTS; cut += 1) {
    await cutOne()
    await runsReach((await countRuns()) + 2)
  }
  const [seen] = await selectRows<{ workers: number; unfinished: number }>(
    db.pool,
    `SELECT count(DISTINCT pid)::int AS workers, count(*) FILTER (WHERE stores < 2)::int AS unfinished
     FROM (SELECT pid, run, count(*) FILTER (WHERE what = 'store') AS stores FROM probe GROUP BY pid, run) AS runs`,
    [],
  )
  expect(seen?.workers).toBe(WORKERS)
  expect(seen?.unfinished).toBeGreaterThanOrEqual(CUTS)
  expect(await selectRows(db.pool, OVERLAPS, ['store'])).toEqual([])
  const calls = await selectRows<{ ms: number }>(db.pool, OVERLAPS, ['call'])
  expect(Math.max(0, ...calls.map(({ ms }) => ms))).toBeLessThan(NOTICE_MS)
})
