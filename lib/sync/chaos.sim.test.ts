import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildProgram, type Program } from '@/e2e/fixtures/build-program'
import { type RestartablePostgres, startRestartablePostgres } from '@/e2e/fixtures/restartable-postgres'
import { type Db, openDb, selectRows } from '@/lib/server/db'
import { LATER_LINES } from '@/lib/sync/plan-overlap'
import { isRepaired, repairOf } from '@/lib/sync/plan-repair'
import { chaosFaults, oddContents } from '@/lib/sync/testing/chaos-faults'
import { type BillLine, compareMeter } from '@/lib/sync/testing/compare-meter'
import { dumpComparable } from '@/lib/sync/testing/dump-comparable'
import { countDump, diffDumps } from '@/lib/sync/testing/dump-rows'
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
import { seededRandom } from '@/lib/sync/testing/seeded-random'

const SEED = Number(process.env.CHAOS_SEED ?? 1)
const WORKERS = 3
const MINUTE_MS = 60_000
const STEP_MS = 60_000
const STEPS = (30 * MINUTE_MS) / STEP_MS
const KILLS_PER_STEP = 0.4
const POSTGRES_RESTARTS = 3
/** Longest time that a step of the clock waits for the pull to follow; then the clock goes on without it. */
const FOLLOW_MS = 600
/** By then a run has ended in each minute, whatever goes wrong in it, on a machine that has much else to do too. */
const RUN_MS = 60_000
const MORE_STEPS = 30
const MORE_FOLLOW_MS = 2_000
/** By then what failed has had its turn again, and late lines have come, which the hourly repair finds. */
const CALM_STEPS = 5
const MOST_CALM_STEPS = 20
const CALM_STEP_MS = 14 * MINUTE_MS
const SETTLE_MS = 60_000
const FIGURES = `
  SELECT concat_ws('/', p.region, f.name) AS key, count(*)::int AS invocations,
    count(*) FILTER (WHERE i.result <> 'success')::int AS errors, count(*) FILTER (WHERE i.cold_start)::int AS "coldStarts",
    sum(i.billed_ms)::float8 AS "billedMs",
    (SELECT jsonb_object_agg(s.metric, coalesce((
       SELECT sum(value) FROM metric_hour h, unnest(h.points) WITH ORDINALITY AS point(value, minute)
       WHERE h.series_id = s.id AND h.at + (minute - 1) * interval '1 minute' >= $1
         AND h.at + (minute - 1) * interval '1 minute' < $2), 0))
     FROM metric_series s WHERE s.function_id = f.id AND s.qualifier = '' AND s.executed_version = '' AND s.subject = ''
       AND s.statistic = 'Sum' AND s.metric IN ('Invocations', 'Errors', 'Throttles')) AS counted
  FROM invocation i JOIN lambda_function f ON f.id = i.function_id JOIN account_region p ON p.id = f.account_region_id
  WHERE i.started_at >= $1 AND i.started_at < $2 AND i.closed GROUP BY p.region, f.name, f.id`

let world: TestWorld
let program: Program
let postgres: RestartablePostgres
let disturbed: Db
let undisturbed: TestDb
const workers: (ChildProcess | null)[] = Array.from({ length: WORKERS }, () => null)
let ending = false
let nowMs = TEST_NOW_MS

beforeAll(async () => {
  program = await buildProgram('lib/sync/testing/worker-process.ts')
  world = await startWorld({ functions: 7, hours: 1 })
  undisturbed = await openTestDb()
  postgres = await startRestartablePostgres()
  disturbed = openDb(postgres.url, 2)
  await disturbed.pool.query(`INSERT INTO instance_setting (key, value) VALUES ('environment_hash_key', 'test')`)
}, 120_000)

afterAll(async () => {
  ending = true
  await Promise.all(workers.map((_, at) => kill(at)))
  await disturbed?.close()
  await postgres?.stop()
  await undisturbed?.drop()
  await program?.remove()
  await world?.stop()
})

/** Keeps worker number `at` alive, whatever ends it. */
function startWorker(at: number): void {
  const env = {
    ...process.env,
    ...world.env,
    DATABASE_URL: postgres.url,
    PULL_NOW_MS: String(nowMs),
    PULL_BACKFILL_MS: String(HOUR_MS),
    LOG_LEVEL: process.env.CHAOS_LOG ?? 'silent',
  }
  const child = spawn(process.execPath, [program.file], { env, stdio: ['ignore', 'inherit', 'ignore', 'ipc'] })
  child.on('error', () => undefined)
  workers[at] = child
  child.once('exit', () => {
    if (!ending) startWorker(at)
  })
}

async function kill(at: number): Promise<void> {
  const child = workers[at]
  if (child === null || child === undefined || child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

async function setFaults(rules: readonly object[]): Promise<void> {
  await askSimulator(world, '/_faults', { method: 'PUT', body: JSON.stringify(rules) })
}

async function moveClock(byMs: number): Promise<void> {
  nowMs += byMs
  await askSimulator(world, '/_clock', { method: 'POST', body: JSON.stringify({ toMs: nowMs }) })
  for (const child of workers) if (child?.connected) child.send({ nowMs }, () => undefined)
}

/** Whether nothing is due and nothing runs. */
async function isSettled(): Promise<boolean> {
  const [row] = await selectRows<{ due: number; running: number }>(
    disturbed.pool,
    `SELECT (SELECT count(*)::int FROM sync_state WHERE next_run_at <= $1 OR backfill_at <= $1) AS due,
       (SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory') AS running`,
    [new Date(nowMs)],
  )
  return row?.due === 0 && row.running === 0
}

/** Whether each log group that has lines was read again by a pass that began after a moment, to its end. */
async function isRepairedSince(sinceMs: number): Promise<boolean> {
  const groups = await selectRows<{ cursor: { repair?: unknown } | null }>(
    disturbed.pool,
    `SELECT cursor FROM sync_state WHERE step = 'logs' AND cursor ? 'liveAtMs'`,
    [],
  )
  const repairs = groups.map(({ cursor }) => repairOf(cursor?.repair))
  return repairs.every((repair) => repair !== null && repair.beganAtMs > sinceMs && isRepaired(repair, LATER_LINES))
}

async function follow(mostMs: number): Promise<boolean> {
  const untilMs = performance.now() + mostMs
  while (performance.now() < untilMs) {
    if (await isSettled()) return true
    await sleep(25)
  }
  return false
}

/** How far back the pull goes is settled when it begins; its first calls are still under way then. */
async function haveBegun(): Promise<void> {
  for (;;) {
    const seeded = await selectRows(disturbed.pool, `SELECT 1 FROM sync_state WHERE step = 'logs'`, [])
    if (seeded.length > 0) return
    await sleep(20)
  }
}

async function countRuns(): Promise<number> {
  const [row] = await selectRows<{ runs: number }>(disturbed.pool, 'SELECT count(*)::int AS runs FROM sync_run', [])
  return row?.runs ?? 0
}

/** Waits for the end of a run; false when none ended. */
async function awaitRun(before: number): Promise<boolean> {
  const untilMs = performance.now() + RUN_MS
  while (performance.now() < untilMs) {
    if ((await countRuns()) > before) return true
    await sleep(25)
  }
  return false
}

/** followed: minutes whose end all of the pull had reached; idle: those in which no run of it ended. */
async function disturb(
  random: () => number,
): Promise<{ kills: number; restarts: number; followed: number; idle: number }> {
  const restartAt = Array.from({ length: POSTGRES_RESTARTS }, (_, nth) =>
    Math.floor(((nth + random()) * STEPS) / POSTGRES_RESTARTS),
  )
  const counts = { kills: 0, restarts: 0, followed: 0, idle: 0 }
  for (let step = 0; step < STEPS; step += 1) {
    const before = await countRuns()
    await moveClock(STEP_MS)
    const killAt = random() < KILLS_PER_STEP ? Math.floor(random() * WORKERS) : null
    await sleep(random() * 200)
    if (killAt !== null) {
      await kill(killAt)
      counts.kills += 1
    }
    if (restartAt.includes(step)) {
      await postgres.restart()
      counts.restarts += 1
    }
    if (await follow(FOLLOW_MS)) counts.followed += 1
    if (!(await awaitRun(before))) counts.idle += 1
  }
  return counts
}

type Fired = { kind: string; fired: number }

const listUnfired = (rules: readonly Fired[]) =>
  [...new Set(rules.map(({ kind }) => kind))].filter(
    (kind) => !rules.some((rule) => rule.kind === kind && rule.fired > 0),
  )

/** On a slow machine few calls are made in the thirty minutes: some more, until each kind of fault has met one. */
async function awaitFaults(): Promise<Fired[]> {
  let fired = await askSimulator<Fired[]>(world, '/_faults')
  for (let step = 0; step < MORE_STEPS && listUnfired(fired).length > 0; step += 1) {
    await moveClock(STEP_MS)
    await follow(MORE_FOLLOW_MS)
    fired = await askSimulator<Fired[]>(world, '/_faults')
  }
  return fired
}

it('thirty minutes of everything going wrong end in the rows of a pull that nothing disturbed, and in the truth', async () => {
  console.log(`chaos: seed ${SEED}; CHAOS_SEED=${SEED} repeats it`)
  const random = seededRandom(SEED)
  for (let at = 0; at < WORKERS; at += 1) startWorker(at)
  await haveBegun()
  await setFaults(chaosFaults(nowMs))
  const counts = await disturb(random)
  const fired = await awaitFaults()
  console.log(`chaos: ${JSON.stringify(counts)}; ${fired.map((rule) => `${rule.kind} ${rule.fired}`).join(', ')}`)
  expect(counts.kills).toBeGreaterThanOrEqual(4)
  expect(counts.restarts).toBe(POSTGRES_RESTARTS)
  expect(counts.idle).toBe(0)
  expect(listUnfired(fired)).toEqual([])

  await setFaults(oddContents())
  const calmFromMs = nowMs + CALM_STEPS * CALM_STEP_MS - HOUR_MS
  for (let step = 0; step < CALM_STEPS || !(await isRepairedSince(calmFromMs)); step += 1) {
    expect(step).toBeLessThan(MOST_CALM_STEPS)
    await moveClock(CALM_STEP_MS)
    await follow(SETTLE_MS)
  }
  // Quiet series are asked for less often than the others: all of them once more, so that nothing of the last minutes is left.
  await disturbed.pool.query('UPDATE metric_series SET read_at = NULL')
  await moveClock(CALM_STEP_MS)
  expect(await follow(SETTLE_MS)).toBe(true)
  const { byApi } = await askSimulator<{ byApi: BillLine[] }>(world, '/_bill')
  const apart = await compareMeter(disturbed.pool, byApi)
  // Each end of a worker, or of its connections, may leave what it had under way: counted, but not sent; done, but not counted.
  const ends = counts.kills + counts.restarts * WORKERS
  console.log(`chaos: meter and bill are ${JSON.stringify(apart)} apart, after ${ends} ends`)
  expect(apart.calls).toBeLessThanOrEqual(ends)
  expect(apart.unitsInCalls).toBeLessThanOrEqual(ends)
  await pull(undisturbed.url, { nowMs, backfillMs: nowMs - TEST_NOW_MS + HOUR_MS })
  const expected = await dumpComparable(undisturbed.pool)
  const actual = await dumpComparable(disturbed.pool)
  expect(countDump(expected).invocation).toBeGreaterThan(500)
  expect(diffDumps(expected, actual)).toEqual({})
  expect(countDump(actual)).toEqual(countDump(expected))
  const truth = await readTrueFigures()
  expect(Object.values(truth).reduce((sum, { errors }) => sum + errors, 0)).toBeGreaterThan(10)
  expect(await readFigures()).toEqual(truth)
}, 900_000)

const countedTo = () => nowMs - 15 * MINUTE_MS

type Figures = {
  invocations: number
  errors: number
  coldStarts: number
  billedMs: number
  counted: Record<string, number>
}

/** What log lines tell of each function, and the sums of what CloudWatch counts. */
async function readFigures(): Promise<Record<string, Figures>> {
  const window = [new Date(TEST_NOW_MS - HOUR_MS), new Date(countedTo())]
  const rows = await selectRows<Figures & { key: string }>(disturbed.pool, FIGURES, window)
  return Object.fromEntries(rows.map(({ key, ...figures }) => [key, figures]))
}

async function readTrueFigures(): Promise<Record<string, Figures>> {
  type Counts = Omit<Figures, 'counted'> & { throttles: number }
  type Truth = { functions: { region: string; name: string; all: Counts }[] }
  const window = `from=${TEST_NOW_MS - HOUR_MS}&to=${countedTo()}`
  const { functions } = await askSimulator<Truth>(world, `/_truth?${window}`)
  const called = functions.filter(({ all }) => all.invocations > 0)
  return Object.fromEntries(
    called.map(({ region, name, all: { invocations, errors, throttles, coldStarts, billedMs } }) => {
      const counted = { Invocations: invocations, Errors: errors, Throttles: throttles }
      return [`${region}/${name}`, { invocations, errors, coldStarts, billedMs, counted }]
    }),
  )
}
